import { createApp } from './app.js';

// Starts the application on this machine alone, sends it requests, and ends.
const app = await createApp();
await app.listen(0, '127.0.0.1');
const url = `${await app.getUrl()}/orders`;

const headers = { 'content-type': 'application/json' };
for (const [search, body] of [
  ['', { email: 'ada@example.org', lines: [{ sku: 'A-1', quantity: 2 }], role: 'admin' }],
  ['', { email: 'ada@example.org', lines: [{ sku: 'A-1', quantity: 0 }] }],
  ['?page=1&paid=false', undefined],
  ['?page=1e3', undefined],
] as const) {
  const method = body === undefined ? 'GET' : 'POST';
  const reply = await fetch(url + search, body === undefined ? {} : { method, headers, body: JSON.stringify(body) });
  console.log(`${method} /orders${search}: ${reply.status} ${await reply.text()}`);
}

await app.close();
