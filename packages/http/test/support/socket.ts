import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

/** A connection on which a test writes what no client library would, and reads what comes. */
export class Wire {
  readonly socket: Socket;
  /** All that came. */
  text = '';
  readonly #closed: Promise<void>;
  #isClosed = false;

  /** @param isSecure - whether it speaks TLS, and believes whoever is there */
  constructor(port: number, address = '127.0.0.1', isSecure = false) {
    this.socket = isSecure
      ? connectSecurely({ port, host: address, rejectUnauthorized: false })
      : connect(port, address);
    this.socket.setEncoding('latin1').on('data', (chunk: string) => (this.text += chunk));
    // Being cut off is what many tests want.
    this.socket.on('error', () => {});
    this.#closed = new Promise((resolve) => {
      this.socket.on('close', () => {
        this.#isClosed = true;
        resolve();
      });
    });
  }

  write(text: string | Uint8Array): void {
    this.socket.write(text);
  }

  /** Waits until something has come. */
  async until(word: string | RegExp, timeoutMs = 3000): Promise<string> {
    const end = performance.now() + timeoutMs;
    const isThere = (): boolean => (typeof word === 'string' ? this.text.includes(word) : word.test(this.text));
    while (!isThere()) {
      if (this.#isClosed || performance.now() > end)
        throw new Error(`${String(word)} did not come. What came:\n${this.text}`);
      await pause(2);
    }
    return this.text;
  }

  /** Waits until the other side has ended the connection, and gives all that came. */
  async closed(): Promise<string> {
    await this.#closed;
    return this.text;
  }

  /** Goes away, as a client does whose user has lost patience. */
  goAway(): void {
    this.socket.destroy();
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Writes something again and again, until the other side has ended the connection. */
export async function drip(wire: Wire, text: string, everyMs: number): Promise<string> {
  const timer = setInterval(() => wire.write(text), everyMs);
  try {
    return await wire.closed();
  } finally {
    clearInterval(timer);
  }
}

/** Waits until something holds. */
export async function until(holds: () => boolean, what: string, timeoutMs = 3000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`it never came true that ${what}`);
    await pause(2);
  }
}
