import { expect } from '@jest/globals';
import { pause, until, Wire } from '../support/socket.js';

/** What came back, taken apart. */
export interface Reply {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** How long nothing has to come until nothing more is expected, in milliseconds. */
const QUIET = 20;

/** Sends bytes, and takes what comes until the server has closed or says nothing more. */
export class Exchange {
  readonly #wire: Wire;
  readonly #bytes: string;
  readonly #patienceMs: number;

  /**
   * @param bytes - a letter of Latin-1 for each
   * @param patienceMs - how long the first byte of a reply may take, before what was sent is ended
   */
  constructor(port: number, bytes: string, patienceMs = 1500) {
    this.#wire = new Wire(port);
    this.#bytes = bytes;
    this.#patienceMs = patienceMs;
  }

  /** Gives the replies, each of which is in order. */
  async replies(): Promise<Reply[]> {
    const wire = this.#wire;
    wire.socket.write(this.#bytes, 'latin1');
    const start = performance.now();
    let [length, since] = [0, start];
    while (!wire.socket.closed) {
      const now = performance.now();
      if (wire.text.length !== length) [length, since] = [wire.text.length, now];
      // What has begun to come will end: a machine may be slow.
      if (now - since > (isWhole(wire.text) ? QUIET : wire.text === '' ? this.#patienceMs : 3000)) break;
      await pause(3);
    }
    wire.socket.end();
    await until(() => wire.socket.closed, 'the server closed');
    return takeApart(wire.text);
  }
}

function isWhole(text: string): boolean {
  return text !== '' && endOf(text, 0) !== undefined;
}

/** Takes what came apart, and expects of every reply that it is in order. */
export function takeApart(text: string): Reply[] {
  const replies: Reply[] = [];
  for (let at = 0; at < text.length;) {
    const end = endOf(text, at);
    if (end === undefined) throw new Error(`What came is no reply: ${JSON.stringify(text.slice(at))}`);
    const reply = readReply(text.slice(at, end));
    if (reply.status >= 200) replies.push(reply);
    at = end;
  }
  for (const reply of replies) expectInOrder(reply);
  return replies;
}

/** Finds where the reply ends that begins at a place. */
function endOf(text: string, start: number): number | undefined {
  const head = text.indexOf('\r\n\r\n', start);
  if (head === -1) return undefined;
  const { status, headers } = readReply(text.slice(start, head + 4));
  const bodyAt = head + 4;
  if (headers.get('transfer-encoding') === 'chunked') {
    const last = text.indexOf('0\r\n\r\n', bodyAt);
    return last === -1 ? undefined : last + 5;
  }
  const length = status < 200 || status === 204 || status === 304 ? 0 : Number(headers.get('content-length') ?? 0);
  return bodyAt + length <= text.length ? bodyAt + length : undefined;
}

function readReply(text: string): Reply {
  const [head = '', ...body] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3}) [\w -]+$/.exec(first)?.[1];
  if (status === undefined) throw new Error(`No reply begins so: ${JSON.stringify(first)}`);
  const headers = lines.map((line): [string, string] => {
    const [, name, value] = /^([\w-]+): ?(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`That is no header: ${JSON.stringify(line)}`);
    return [name.toLowerCase(), value];
  });
  return { status: Number(status), headers: new Map(headers), body: body.join('\r\n\r\n') };
}

/** Expects what holds for all replies: what no browser guesses about, and of errors a problem that says no more than it may. */
function expectInOrder({ status, headers, body }: Reply): void {
  expect(status).toBeLessThan(500);
  expect([status, headers.get('x-content-type-options')]).toEqual([status, 'nosniff']);
  if (status < 400 || body === '') return;
  expect([status, headers.get('content-type')]).toEqual([status, 'application/problem+json; charset=utf-8']);
  expect(JSON.parse(body)).toMatchObject({ status, title: expect.any(String) });
  expect(body).not.toMatch(/node_modules|\.ts:|\.js:/);
}
