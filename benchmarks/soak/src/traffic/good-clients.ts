import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Tally } from './tally.js';

/** How many clients there are, and how long each of them waits between its requests, in milliseconds. */
const CLIENTS = 8;
const PAUSE_MS = 20;

interface Ask {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  /** What the reply has in it. */
  readonly has: string;
}

const NOTE = JSON.stringify({ text: 'Buy oak', tags: [{ name: 'wood' }, { name: 'shop' }], unknown: true });
const JSON_HEADERS = { 'content-type': 'application/json' };

const FORM_HEADERS = { 'content-type': 'multipart/form-data; boundary=edge' };
const PHOTO = [
  '--edge\r\nContent-Disposition: form-data; name="text"\r\n\r\nOak\r\n',
  '--edge\r\nContent-Disposition: form-data; name="photo"; filename="oak.png"\r\nContent-Type: image/png\r\n\r\n',
  `${'p'.repeat(100_000)}\r\n--edge--\r\n`,
].join('');

const ASKED: readonly Ask[] = [
  { method: 'POST', path: '/notes', body: NOTE, headers: JSON_HEADERS, status: 201, has: '"text":"Buy oak"' },
  { method: 'GET', path: '/notes?size=5', status: 200, has: '[' },
  { method: 'GET', path: '/notes/x', status: 422, has: '"in":"path"' },
  {
    method: 'POST',
    path: '/notes',
    body: '{"text":""}',
    headers: JSON_HEADERS,
    status: 422,
    has: '"pointer":"#/text"',
  },
  { method: 'GET', path: '/nowhere', status: 404, has: '"status":404' },
  { method: 'DELETE', path: '/notes/1', status: 401, has: '"status":401' },
  { method: 'GET', path: '/stream', status: 200, has: 'xxxx' },
  { method: 'GET', path: '/health/live', status: 200, has: 'live' },
  { method: 'GET', path: '/file', headers: { range: 'bytes=3-9' }, status: 206, has: '' },
  { method: 'POST', path: '/photos', body: PHOTO, headers: FORM_HEADERS, status: 201, has: '"size":100000' },
];

/** Sends what any application is sent, over connections that are kept, and compares every answer. */
export async function runGoodClients(port: number, until: number, tally: Tally): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  await Promise.all(Array.from({ length: CLIENTS }, (_, first) => runClient(agent, port, first, until, tally)));
  agent.destroy();
}

async function runClient(agent: Agent, port: number, first: number, until: number, tally: Tally): Promise<void> {
  for (let count = first; Date.now() < until; count++) {
    const ask = ASKED[count % ASKED.length] as Ask;
    const answer = await send(agent, port, ask).catch(String);
    tally.good++;
    if (answer !== undefined) tally.failed.push(`${ask.method} ${ask.path}: ${answer}`);
    await setTimeout(PAUSE_MS);
  }
}

/** @returns what was answered instead of what was expected */
function send(
  agent: Agent,
  port: number,
  { method, path, body, headers, status, has }: Ask,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers: { ...headers } }, (reply) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (chunk: string) => (text += chunk));
      reply.on('error', reject);
      reply.on('end', () => {
        // On a machine that has other work the server may refuse some, politely.
        const isRefused = reply.statusCode === 503 && reply.headers['retry-after'] !== undefined;
        const isExpected = isRefused || (reply.statusCode === status && text.includes(has));
        resolve(isExpected ? undefined : `${reply.statusCode} ${text.slice(0, 200)}`);
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
