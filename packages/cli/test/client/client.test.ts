import 'reflect-metadata';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type App, createApp, openApi } from '@tenon/http';
import { runTenon } from '../run-tenon.js';
import { type Client, createClient, ProblemError, unwrap } from './shop/client.js';
import { AppModule } from './shop/app.module.js';
import { findOrder, placeOrder, printLabels, shopAt, watchOrders } from './shop/use-client.js';

const SHOP = join(import.meta.dirname, 'shop');

let app: App;
let baseUrl: string;
let api: Client;
let folder: string;

beforeAll(async () => {
  app = await createApp(AppModule, { logger: false });
  baseUrl = await app.listen({ host: '127.0.0.1', port: 0, signals: false });
  api = createClient({ baseUrl, token: async () => 'of ada' });
  folder = await mkdtemp(join(tmpdir(), 'tenon-client-'));
});

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

test('is what the command writes, of an application and of a document', async () => {
  const committed = join(SHOP, 'client.ts');
  const document = join(folder, 'openapi.json');
  await writeFile(document, JSON.stringify(openApi(app, { folder: SHOP })));
  const [own, other] = await Promise.all([
    runTenon(SHOP, ['client', '--out', join(folder, 'own.ts')]),
    runTenon(folder, ['client', '--from', 'openapi.json', '--out', 'made/other.ts']),
  ]);
  expect([own.code, own.errors]).toEqual([0, '']);
  expect([other.code, other.output]).toEqual([
    0,
    'made/other.ts is written.\nIt imports openapi-fetch: npm install openapi-fetch\n',
  ]);
  const written = await readFile(join(folder, 'own.ts'), 'utf8');
  if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(committed, written);
  expect(written).toBe(await readFile(committed, 'utf8'));
  expect(await readFile(join(folder, 'made/other.ts'), 'utf8')).toBe(written);
}, 60_000);

test('does what the handbook shows', async () => {
  const shop = shopAt(baseUrl, { token: 'of ada' });
  expect(await placeOrder(shop, 'eve@example.org')).toBe('Order 1 for eve@example.org is placed.');
  expect(await placeOrder(shop, 'nobody')).toMatch(/^#\/email: /);
  await expect(placeOrder(shopAt(baseUrl, {}), 'eve@example.org')).rejects.toThrow('Who are you?');
  expect([(await findOrder(shop, 1))?.quantity, await findOrder(shop, 2)]).toEqual([2, undefined]);
  expect(await printLabels(shop, new File(['glass'], 'glass.txt', { type: 'text/plain' }))).toMatch(/^Fragile, 3, /);
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await watchOrders(shop, new AbortController().signal);
  expect(log.mock.calls.length).toBe(4);
  log.mockRestore();
});

test('sends parameters and bodies, and gives what is answered', async () => {
  const { data, error, response } = await api.GET('/orders', { params: { query: { size: 3, state: ['a', 'b'] } } });
  expect(error).toBeUndefined();
  expect([response.status, data?.map(({ email, quantity }) => [email, quantity])]).toEqual([
    200,
    [
      ['a', 3],
      ['b', 3],
    ],
  ]);
  const shown = await unwrap(
    api.GET('/orders/{id}', { params: { path: { id: 1 }, header: { 'x-as': 'bob@example.org' } } }),
  );
  expect(shown).toEqual({ id: 1, email: 'bob@example.org', quantity: 2, placedAt: '2026-01-02T03:04:05.000Z' });
  const placed = await api.POST('/orders', { body: { email: 'eve@example.org' } });
  expect([placed.response.status, placed.data?.quantity]).toEqual([201, 1]);
  const cancelled = await api.DELETE('/orders/{id}', { params: { path: { id: 1 } } });
  expect([cancelled.response.status, cancelled.data, cancelled.error]).toEqual([204, undefined, undefined]);
});

test('gives problems, which are told apart by their status', async () => {
  const { error } = await api.POST('/orders', { body: { email: 'nobody', quantity: 0 } });
  if (error?.status !== 422) throw new Error('It was taken.');
  expect(error.errors.map(({ pointer, code }) => [pointer, code])).toEqual([
    ['#/email', 'isEmail'],
    ['#/quantity', 'min'],
  ]);
  const stranger = createClient({ baseUrl });
  const refused = await stranger.POST('/orders', { body: { email: 'eve@example.org' } });
  expect(refused.error).toMatchObject({ status: 401, detail: 'Who are you?' });
});

test('throws a problem where the data is unwrapped', async () => {
  const missing = unwrap(api.GET('/orders/{id}', { params: { path: { id: 2 } } }));
  await expect(missing).rejects.toBeInstanceOf(ProblemError);
  await expect(missing).rejects.toMatchObject({ status: 404, problem: { title: 'Not Found' } });
  // What a proxy answers in place of the service is no problem document.
  await expect(unwrap(api.GET('/page'))).rejects.toMatchObject({
    status: 502,
    problem: { type: 'about:blank', status: 502 },
  });
});

test('asks for the token before each request, and leaves a given header alone', async () => {
  const tokens = ['of ada', undefined];
  const forgetful = createClient({ baseUrl, token: () => tokens.shift() });
  const body = { email: 'eve@example.org' };
  expect((await forgetful.POST('/orders', { body })).response.status).toBe(201);
  expect((await forgetful.POST('/orders', { body })).response.status).toBe(401);
  const named = createClient({ baseUrl, token: 'of eve', headers: { Authorization: 'Bearer of ada' } });
  expect((await named.POST('/orders', { body })).response.status).toBe(201);
});

test('sends cookies as it is told, and headers of the client and of the request', async () => {
  const seen: Request[] = [];
  const withCookies = createClient({
    baseUrl,
    credentials: 'include',
    headers: { cookie: 'name=ada' },
    fetch: (request) => {
      seen.push(request);
      return fetch(request);
    },
  });
  expect(await unwrap(withCookies.GET('/me'))).toEqual({ name: 'ada' });
  expect(await unwrap(withCookies.GET('/me', { headers: { cookie: 'name=eve' } }))).toEqual({ name: 'eve' });
  expect(seen.map(({ credentials }) => credentials)).toEqual(['include', 'include']);
});

test('uploads files with texts, numbers and lists', async () => {
  const body = {
    title: 'Grüße',
    copies: 2,
    tags: ['a', 'b'],
    picture: new File(['one'], 'one.txt', { type: 'text/plain' }),
    more: [new Blob(['two']), new Blob(['three'])],
  };
  expect(await unwrap(api.POST('/labels', { body }))).toBe('Grüße, 3, a+b, one.txt, 2');
  const { tags, ...few } = { ...body, more: [] };
  expect(await unwrap(api.POST('/labels', { body: { ...few, tags: tags.slice(1) } }))).toBe('Grüße, 3, b, one.txt, 0');
});

test('takes and gives texts and bytes as they are', async () => {
  expect(await unwrap(api.PUT('/motto', { body: '"so be it"' }))).toBe('"SO BE IT"');
  expect(await unwrap(api.POST('/bytes', { body: new Blob(['12345']) }))).toBe(5);
  const receipt = await unwrap(api.GET('/receipt'));
  expect([receipt.type, await receipt.text()]).toEqual(['application/pdf', '%PDF']);
  const stream = await unwrap(api.GET('/receipt', { parseAs: 'stream' }));
  expect(await new Response(stream).text()).toBe('%PDF');
});

test('reads a stream of events, comes back to where it was, and ends when there is no more', async () => {
  const told: unknown[] = [];
  for await (const { id, event, data } of api.events('/orders/events')) told.push([id, event, data.id]);
  expect(told).toEqual([
    ['1', 'placed', 1],
    ['2', 'placed', 2],
    ['3', 'placed', 3],
    ['4', 'placed', 4],
  ]);
  const from = { query: { most: 4 }, header: { 'last-event-id': '2' } };
  const rest: number[] = [];
  for await (const { data } of api.events('/orders/events', { params: from })) rest.push(data.id);
  expect(rest).toEqual([3, 4]);
});

test('gives texts as they are, and ends the stream when the signal is aborted or the loop is left', async () => {
  const signalled = new AbortController();
  const told: string[] = [];
  for await (const { data, event } of api.events('/orders/words', { signal: signalled.signal })) {
    told.push(event, data);
    signalled.abort();
  }
  for await (const { data } of api.events('/orders/words')) {
    told.push(data);
    break;
  }
  expect(told).toEqual(['message', 'two\nlines', 'two\nlines']);
  // Not even what came together with what was told is told then.
  const later = new AbortController();
  const ids: string[] = [];
  for await (const { id } of api.events('/orders/events', { signal: later.signal })) {
    ids.push(id);
    later.abort();
  }
  expect(ids).toEqual(['1']);
});

test('throws what a stream is refused with', async () => {
  const nowhere = createClient({ baseUrl: `${baseUrl}/nowhere` });
  await expect(nowhere.events('/orders/events').next()).rejects.toMatchObject({ status: 404 });
  const unreachable = createClient({ baseUrl: 'http://127.0.0.1:1' });
  await expect(unreachable.events('/orders/events').next()).rejects.toMatchObject({ name: 'TypeError' });
});

test('reads a stream as the standard says, however it is cut, and across a server that goes away', async () => {
  const STREAM = '\u{FEFF}retry: 1\r\nid: 1\rdata\n\nevent: é\ndata:a\r\ndata:  b\r\n\r\n: no event\nid\n\ndata: lost';
  const bytes = Buffer.from(STREAM);
  const asked: unknown[] = [];
  const server = createServer((request, reply) => {
    asked.push(request.headers['last-event-id']);
    if (asked.length === 2) {
      request.socket.destroy();
      return;
    }
    reply.writeHead(asked.length > 3 ? 204 : 200, { 'content-type': 'text/event-stream' });
    void (async () => {
      if (asked.length <= 3) {
        for (let at = 0; at < bytes.length; at += asked.length) {
          reply.write(bytes.subarray(at, at + asked.length));
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
      reply.end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const told: unknown[] = [];
  for await (const event of createClient({ baseUrl: `http://127.0.0.1:${port}` }).events('/orders/words')) {
    told.push(event);
  }
  server.close();
  const once = [
    { data: '', event: 'message', id: '1' },
    { data: 'a\n b', event: 'é', id: '1' },
  ];
  expect(told).toEqual([...once, ...once]);
  // The id was forgotten on purpose, and the unfinished event was not told.
  expect(asked).toEqual([undefined, undefined, undefined, undefined]);
});
