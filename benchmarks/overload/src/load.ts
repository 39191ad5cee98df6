import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** What became of one request. */
export interface Outcome {
  /** 0 where no reply came. */
  readonly status: number;
  /** From the moment at which it was due, in milliseconds. */
  readonly ms: number;
  /** How long after the first one it was due, in milliseconds. */
  readonly dueMs: number;
}

/** So many connections are there before the first request, and kept. */
const CONNECTIONS = 400;
/** More than this are not opened, so that a run is bounded. */
const MOST_CONNECTIONS = 3000;

/** One request at a time over one connection. */
class Connection {
  readonly #socket: Socket;
  #text = '';
  #done: ((status: number) => void) | undefined;
  isOpen = true;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1');
    this.#socket.on('data', (chunk: string) => this.#take(chunk));
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.isOpen = false;
      this.#end(0);
    });
  }

  ask(request: string): Promise<number> {
    return new Promise((resolve) => {
      this.#done = resolve;
      if (this.isOpen) this.#socket.write(request);
      else this.#end(0);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  /** All our replies say how long they are. */
  #take(chunk: string): void {
    this.#text += chunk;
    const head = this.#text.indexOf('\r\n\r\n');
    if (head === -1) return;
    const [, length = '0'] = /content-length: (\d+)/i.exec(this.#text) ?? [];
    if (this.#text.length < head + 4 + Number(length)) return;
    const status = Number(this.#text.slice(9, 12));
    this.#text = '';
    this.#end(status);
  }

  #end(status: number): void {
    const done = this.#done;
    this.#done = undefined;
    done?.(status);
  }
}

/** Sends one request after the other over some connections, and gives how many were answered in a second. */
export async function measureCapacity(
  port: number,
  request: string,
  seconds: number,
  clients: number,
): Promise<number> {
  const first = performance.now();
  const until = first + seconds * 1000;
  let count = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const connection = new Connection(port);
      while (performance.now() < until) if ((await connection.ask(request)) < 300) count++;
      connection.close();
    }),
  );
  return count / seconds;
}

/**
 * Sends requests at a rate, whether replies come or not: as many clients do who know nothing of each other. A request takes a
 * connection that is free, else a new one.
 */
export async function sendAtRate(
  port: number,
  request: string,
  perSecond: number,
  seconds: number,
): Promise<Outcome[]> {
  const free = Array.from({ length: CONNECTIONS }, () => new Connection(port));
  const all = new Set(free);
  // A kernel that is asked for more at once than a server's backlog holds lets some wait for a second.
  await setTimeout(500);
  const outcomes: Promise<Outcome>[] = [];
  const start = performance.now();
  const total = Math.round(perSecond * seconds);
  for (let sent = 0; sent < total; await setTimeout(1)) {
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * perSecond));
    for (; sent < due; sent++) {
      let connection = free.pop();
      while (connection && !connection.isOpen) connection = free.pop();
      if (!connection && all.size < MOST_CONNECTIONS) all.add((connection = new Connection(port)));
      outcomes.push(ask(connection, start + (sent / perSecond) * 1000));
    }
  }
  // Whatever has no reply by then is lost.
  const late = setTimeout(10_000, undefined, { ref: false }).then(() => {
    for (const connection of all) connection.close();
  });
  const results = await Promise.all(outcomes);
  void late;
  for (const connection of all) connection.close();
  return results;

  async function ask(connection: Connection | undefined, due: number): Promise<Outcome> {
    const status = connection ? await connection.ask(request) : 0;
    if (connection) {
      if (connection.isOpen) free.push(connection);
      else all.delete(connection);
    }
    return { status, ms: performance.now() - due, dueMs: due - start };
  }
}

/** Asks again and again how the server is. */
export async function pollHealth(port: number, seconds: number): Promise<Outcome[]> {
  const first = performance.now();
  const until = first + seconds * 1000;
  const outcomes: Outcome[] = [];
  while (performance.now() < until) {
    const start = performance.now();
    const connection = new Connection(port);
    const status = await connection.ask('GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    outcomes.push({ status, ms: performance.now() - start, dueMs: start - first });
    connection.close();
    await setTimeout(100);
  }
  return outcomes;
}
