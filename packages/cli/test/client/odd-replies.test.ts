import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Client, createClient, unwrap } from './shop/client.js';

let server: Server;
let answer: RequestListener;
let api: Client;

beforeAll(async () => {
  server = createServer((request, reply) => answer(request, reply));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = createClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/` });
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('gives nothing where JSON was announced and nothing came', async () => {
  answer = (_, reply) => {
    reply.writeHead(200, { 'content-type': 'application/json' }).write('');
    reply.end();
  };
  expect(await unwrap(api.GET('/me'))).toBeUndefined();
});

test('gives an error whenever the status is one', async () => {
  answer = (_, reply) => reply.writeHead(500, { 'content-type': 'application/json' }).end('null');
  expect((await api.GET('/me')).error).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500 });
});

test('asks for no other path than that of the operation', async () => {
  const asked: unknown[] = [];
  answer = ({ url }, reply) => {
    asked.push(url);
    reply.writeHead(204).end();
  };
  // What types say is not always true: an id often comes from an address.
  const show = (id: unknown) => api.GET('/orders/{id}', { params: { path: { id: id as number } } });
  await expect(show('..')).rejects.toThrow('id: no part of a path can be . or ..: /orders/{id}');
  await expect(show('.')).rejects.toThrow(TypeError);
  await show('../me');
  expect(asked).toEqual(['/v1/orders/..%2Fme']);
});

test('comes back with an id in any script, and waits for as long as a stream tells', async () => {
  const asked: string[] = [];
  let retry = '1';
  answer = ({ headers }, reply) => {
    asked.push(Buffer.from(headers['last-event-id']?.toString() ?? '', 'latin1').toString());
    if (asked.length === 2) retry = '99999999999';
    reply.writeHead(200, { 'content-type': 'text/event-stream' }).end(`retry: ${retry}\nid: é→事件\ndata: x\n\n`);
  };
  const signalled = new AbortController();
  let told = 0;
  for await (const { id } of api.events('/orders/words', { signal: signalled.signal })) {
    expect(id).toBe('é→事件');
    if (++told === 2) setTimeout(() => signalled.abort(), 100);
  }
  expect(asked).toEqual(['', 'é→事件']);
});

test('does not press a service that has gone, and leaves no connection open', async () => {
  let asked = 0;
  answer = ({ socket }, reply) => {
    if (++asked > 1) socket.destroy();
    else reply.writeHead(200, { 'content-type': 'text/event-stream' }).end('retry: 0\ndata: x\n\n');
  };
  const signalled = new AbortController();
  for await (const _ of api.events('/orders/words', { signal: signalled.signal })) {
    setTimeout(() => signalled.abort(), 500);
  }
  // At once, then after 200, 400 … ms.
  expect(asked).toBeLessThan(5);

  const closed = new Promise((resolve) => {
    answer = ({ socket }, reply) => {
      socket.once('close', resolve);
      reply.writeHead(201, { 'content-type': 'text/event-stream' }).write('data: x\n\n');
    };
  });
  await expect(api.events('/orders/words').next()).rejects.toThrow('something else than a stream of events');
  await closed;
});
