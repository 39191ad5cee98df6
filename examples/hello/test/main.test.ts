import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

/** The compiled program, as `npm start` runs it. `npm run build` makes it. */
const PROGRAM = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const HOST_KEY = 'open-sesame';

interface LogLine {
  readonly msg: string;
  readonly [key: string]: unknown;
}

let server: ChildProcessByStdio<null, Readable, null>;
let url: string;
/** What the server has logged so far. */
let log: LogLine[];

beforeEach(async () => {
  const { LOG_LEVEL: _, ...environment } = process.env;
  server = spawn(process.execPath, ['--enable-source-maps', PROGRAM], {
    env: { ...environment, HOST: '127.0.0.1', PORT: '0', HELLO_HOST_KEY: HOST_KEY },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  log = [];
  const lines = createInterface(server.stdout);
  lines.on('line', (line) => log.push(JSON.parse(line) as LogLine));
  await once(lines, 'line');
  url = log[0]?.msg.replace('Server listening at ', '') as string;
});

afterEach(() => {
  server.kill('SIGKILL');
});

test('greets by name, and tells the log who was greeted', async () => {
  const reply = await fetch(`${url}/greeting?name=Ada`);
  expect(reply.status).toBe(200);
  expect(await reply.json()).toEqual({ greeting: expect.stringMatching(/^Good (?:morning|afternoon|evening), Ada!$/) });
  server.kill('SIGTERM');
  await once(server, 'close');
  expect(log).toContainEqual(expect.objectContaining({ logger: 'GreetingService', msg: 'greeted', visitor: 'Ada' }));
  expect(log).toContainEqual(
    expect.objectContaining({ handler: 'GreetingController.greet', status: 200, msg: 'GET /greeting?name=Ada 200' }),
  );
});

test('keeps what guests write until the host, who has the key, takes it out', async () => {
  const ask = async (method: string, path: string, init: RequestInit = {}): Promise<[number, unknown]> => {
    const reply = await fetch(url + path, { method, ...init });
    const text = await reply.text();
    return [reply.status, text === '' ? undefined : JSON.parse(text)];
  };
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'Ada', text: 'A fine house.' });
  const written = { number: 1, name: 'Ada', text: 'A fine house.', writtenAt: expect.any(String) };
  expect(await ask('POST', '/guest-book', { headers, body })).toEqual([201, written]);
  expect(await ask('GET', '/guest-book')).toEqual([200, [written]]);
  expect(await ask('DELETE', '/guest-book/1')).toEqual([401, expect.anything()]);
  const authorization = `Bearer ${HOST_KEY}`;
  expect(await ask('DELETE', '/guest-book/1', { headers: { authorization } })).toEqual([204, undefined]);
  expect(await ask('GET', '/guest-book/1')).toEqual([404, expect.anything()]);
});

test.each(['SIGTERM', 'SIGINT'] as const)('ends with code 0 at a %s', async (signal) => {
  server.kill(signal);
  expect(await once(server, 'close')).toEqual([0, null]);
});
