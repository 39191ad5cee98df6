import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createApp } from '../src/app.js';

let server: Server;

beforeEach(async () => {
  server = createApp().listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  jest.restoreAllMocks();
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

const VALID = { email: 'ada@example.org', lines: [{ sku: 'A-1', quantity: 2 }] };

async function ask(path: string, body?: unknown): Promise<{ status: number; reply: unknown }> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const headers = { 'content-type': 'application/json' };
  const reply = await fetch(url, body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: reply.status, reply: await reply.json() };
}

test('shows of a new order what the view exposes, and keeps no property that nobody declared', async () => {
  expect(await ask('/orders', { ...VALID, id: 99, role: 'admin' })).toEqual({
    status: 201,
    reply: { id: 1, lines: [{ sku: 'A-1', quantity: 2 }] },
  });
});

test('answers an invalid body with what is wrong and where', async () => {
  const { status, reply } = await ask('/orders', { ...VALID, lines: [{ sku: 'A-1', quantity: 0 }] });
  expect(status).toBe(422);
  expect(reply).toMatchObject({
    errors: [
      {
        property: 'lines',
        children: [
          {
            property: '0',
            children: [{ property: 'quantity', constraints: { min: 'quantity must not be less than 1' } }],
          },
        ],
      },
    ],
  });
});

test.each([[[VALID]], [[]], [{}]])('answers %j, which is no order', async (body) => {
  expect((await ask('/orders', body)).status).toBe(422);
});

test('takes the strings of a query for what the class declares', async () => {
  await ask('/orders', VALID);
  expect((await ask('/orders?page=1&paid=false')).reply).toHaveLength(1);
  expect((await ask('/orders?paid=1')).reply).toEqual([]);
  expect((await ask('/orders?page=2')).reply).toEqual([]);
});

test.each(['1e3', '', '0x10', '0'])('refuses page=%s', async (page) => {
  const { status, reply } = await ask(`/orders?page=${page}`);
  expect(status).toBe(422);
  expect(reply).toMatchObject({ errors: [{ property: 'page' }] });
});

test('answers a request to itself, and ends', async () => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('../src/main.js');
  expect(log.mock.calls.map(([line]) => line as string).join('\n')).toMatchGolden('main');
});
