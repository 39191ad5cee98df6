import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, jest, test } from '@jest/globals';
import WebSocket from 'ws';
import { pause, until, Wire } from '../support/socket.js';
import { ServerProcess } from './server-process.js';

/* A process that gets real signals, and clients whose connections show what becomes of them byte by byte. */

// A process takes half a second to start, and several on a machine that has much to do.
jest.setTimeout(30_000);

const GET = 'GET /text HTTP/1.1\r\nHost: x\r\n\r\n';
/** A whole reply of /text. */
const REPLY = /^HTTP\/1\.1 200 [^]*\r\n\r\ntext$/;

/** Connects clients, each of which has had a first reply on its connection. */
async function keepAlive(port: number, count: number): Promise<Wire[]> {
  const wires = Array.from({ length: count }, () => new Wire(port));
  for (const wire of wires) wire.write(GET);
  await Promise.all(wires.map((wire) => wire.until(REPLY, 10_000)));
  for (const wire of wires) wire.text = '';
  return wires;
}

/** How many clients have got a whole reply, and how many were told that their connection ends with it. */
async function replies(wires: readonly Wire[]): Promise<{ whole: number; announced: number; failed: string[] }> {
  const texts = await Promise.all(wires.map((wire) => wire.closed()));
  return {
    whole: texts.filter((text) => REPLY.test(text)).length,
    announced: texts.filter((text) => /^connection: close\r$/im.test(text)).length,
    failed: texts.filter((text) => !REPLY.test(text)),
  };
}

test('finishes what it has accepted, between the hooks that stop work and those that close databases', async () => {
  const server = await ServerProcess.start();
  const wire = new Wire(server.port);
  wire.write('GET /slow?ms=200 HTTP/1.1\r\nHost: x\r\n\r\n');
  await server.said(/slow begins/);
  server.kill('SIGTERM');
  expect(await wire.closed()).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\nslow$/);
  expect(await server.exitCode()).toBe(0);
  expect(server.words).toEqual(['slow begins', 'onClosing', 'slow ends', 'onShutdown']);
});

test('answers 64 requests that are on the wire when the signal comes, without a window', async () => {
  const server = await ServerProcess.start({ idleGraceMs: 500 });
  const wires = await keepAlive(server.port, 64);
  // Half of them have arrived by then, and the others come when the server is closing.
  for (const wire of wires.slice(0, 32)) wire.write(GET);
  server.kill('SIGTERM');
  await server.said(/onClosing/);
  for (const wire of wires.slice(32)) wire.write(GET);
  const { whole, failed } = await replies(wires);
  expect(failed).toEqual([]);
  expect(whole).toBe(64);
  expect(await server.exitCode()).toBe(0);
});

test.each([64, 1000])(
  'loses no request of %i clients that come within the readiness window',
  async (count) => {
    const server = await ServerProcess.start({ readinessWindowMs: 500 });
    const wires = await keepAlive(server.port, count);
    server.kill('SIGTERM');
    await server.said(/Closing: /);
    for (const [index, wire] of wires.entries()) {
      wire.write(GET);
      if (index % 100 === 99) await pause(10);
    }
    expect(await replies(wires)).toEqual({ whole: count, announced: count, failed: [] });
    expect(await server.exitCode()).toBe(0);
  },
  15_000,
);

test('is not ready within the readiness window but takes new connections, and none behind it', async () => {
  const server = await ServerProcess.start({ readinessWindowMs: 1000 });
  server.kill('SIGTERM');
  await server.said(/Closing: /);
  const [wire] = (await keepAlive(server.port, 1)) as [Wire];
  await wire.closed();
  const health = new Wire(server.port);
  health.write('GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await health.closed()).toMatch(/^HTTP\/1\.1 503 /);
  await server.said(/onClosing/);
  await server.exitCode();
  const late = connect(server.port, '127.0.0.1');
  const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNREFUSED');
});

test('waits in production for a load balancer to notice, but not at a second signal', async () => {
  const server = await ServerProcess.start({}, { NODE_ENV: 'production' });
  server.kill('SIGTERM');
  await server.said(/Closing: requests are served for another 5000 ms/);
  await keepAlive(server.port, 1);
  server.kill('SIGTERM');
  expect(await server.exitCode()).toBe(143);
  expect(server.words).toEqual([]);
});

test('ends a connection that is silent, and does not wait for its client', async () => {
  const server = await ServerProcess.start();
  const [wire] = (await keepAlive(server.port, 1)) as [Wire];
  const errors: Error[] = [];
  wire.socket.on('error', (error) => errors.push(error));
  const start = performance.now();
  server.kill('SIGINT');
  expect(await server.exitCode()).toBe(0);
  // Fastify keeps such a connection for 72 seconds. It takes 60 ms on a machine that has nothing else to do.
  expect(performance.now() - start).toBeLessThan(2000);
  await wire.closed();
  expect(errors).toEqual([]);
});

test('names a handler that does not end, and tells by its exit code that it was abandoned', async () => {
  const server = await ServerProcess.start({ drainLimitMs: 100 });
  const wire = new Wire(server.port);
  wire.write('GET /stuck?token=secret HTTP/1.1\r\nHost: x\r\n\r\n');
  await server.said(/stuck begins/);
  server.kill('SIGTERM');
  expect(await server.exitCode()).toBe(1);
  expect(await wire.closed()).toBe('');
  expect(server.words).toEqual(['stuck begins', 'onClosing', 'onShutdown']);
  const [named] = server.log.filter(({ level }) => level === 50);
  expect(named).toMatchObject({
    handler: 'Shop.stuck',
    ms: expect.any(Number),
    msg: expect.stringMatching(/^Shop\.stuck was abandoned: GET \/stuck was not answered within \d+ ms\.$/),
  });
  expect(server.output).not.toContain('secret');
});

test('tells WebSocket clients that it goes away', async () => {
  const server = await ServerProcess.start();
  const client = new WebSocket(`ws://127.0.0.1:${server.port}/socket`);
  await once(client, 'open');
  await until(() => server.words.includes('socket begins'), 'the socket was served');
  server.kill('SIGTERM');
  const [code] = (await once(client, 'close')) as [number];
  expect(code).toBe(1001);
  expect(await server.exitCode()).toBe(0);
});
