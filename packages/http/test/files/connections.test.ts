import 'reflect-metadata';
import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import fastifyCompress from '@fastify/compress';
import { Controller, Get, Header, Param, Req, StreamableFile, type FastifyRequest } from '@tenon/http';
import { listen } from '../support/serve.js';
import { until, Wire } from '../support/socket.js';
import { makeFolder } from './folder.js';

const root = await makeFolder({ 'ten.txt': '0123456789', 'large.bin': '' });
await truncate(join(root, 'large.bin'), 64 * 1024 * 1024);
execFileSync('mkfifo', [join(root, 'pipe')]);

/** The files of the test that this process has open. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${descriptor}`);
      return path.startsWith(root) ? [path] : [];
    } catch {
      return []; // It was the one of this reading.
    }
  });
}

/** A stream that tells what became of it. */
function watched(content: readonly unknown[] = [Buffer.from('abc')]): Readable {
  return Readable.from(content, { objectMode: false });
}

@Controller()
class Files {
  static last: Readable;
  @Get('/stream') stream() {
    return new StreamableFile((Files.last = watched()), { etag: 'v1', type: 'text/plain' });
  }
  @Get('/disk/:name') disk(@Param('name') name: string) {
    return StreamableFile.fromDisk(root, name);
  }
  @Get('/broken') @Header('x-mark', 'file') broken() {
    const stream = new Readable({ read: () => {} });
    setImmediate(() => stream.destroy(new Error('broken at once')));
    return new StreamableFile(stream, { fileName: 'a.txt', etag: 'v1', length: 10 });
  }
  @Get('/already-broken') alreadyBroken() {
    return new StreamableFile(new Readable({ read: () => {} }).destroy(new Error('broken before')));
  }
  @Get('/broken-later') brokenLater() {
    const stream = new Readable({ read: () => {} });
    stream.push('some');
    setTimeout(() => stream.destroy(new Error('broken later')), 20);
    return new StreamableFile(stream);
  }
  @Get('/of-length/:length') ofLength(@Param('length') length: number) {
    return new StreamableFile(watched(['abc', 'def']), { length });
  }
  @Get('/later') async later(@Req() { raw }: FastifyRequest) {
    await new Promise((resolve) => raw.once('close', resolve));
    return new StreamableFile((Files.last = watched()));
  }
}

const start = (showErrors = false) => listen(Files, { showErrors, staticFiles: [{ folder: root, path: '/static' }] });
const get = (path: string, ...headers: string[]): string =>
  `${['GET ' + path + ' HTTP/1.1', 'Host: x', ...headers].join('\r\n')}\r\n\r\n`;

test.each([
  ['HEAD', {}, 200],
  ['GET', { 'if-none-match': '"v1"' }, 304],
  ['GET', { 'if-match': '"v2"' }, 412],
])('destroys the stream of a file that is not sent: %s %j', async (method, headers, status) => {
  const { url } = await start();
  const reply = await fetch(`${url}/stream`, { method, headers });
  expect(reply.status).toBe(status);
  await until(() => Files.last.destroyed, 'the stream was destroyed');
  expect(Files.last.readableDidRead).toBe(false);
});

test('destroys the stream for a client that has gone before', async () => {
  const { port } = await start();
  const before = Files.last;
  const wire = new Wire(port);
  wire.write(get('/later'));
  setTimeout(() => wire.goAway(), 20);
  await until(() => Files.last !== before && Files.last.destroyed, 'the stream was destroyed');
  expect(Files.last.readableDidRead).toBe(false);
});

test.each([
  ['/disk/ten.txt', 'GET', {}],
  ['/disk/ten.txt', 'HEAD', {}],
  ['/disk/ten.txt', 'GET', { 'if-none-match': '*' }],
  ['/disk/ten.txt', 'GET', { 'if-match': '"x"' }],
  ['/disk/ten.txt', 'GET', { range: 'bytes=2-3' }],
  ['/disk/ten.txt', 'GET', { range: 'bytes=10-' }],
  ['/disk/nothing', 'GET', {}],
  ['/static/ten.txt', 'GET', { range: 'bytes=-0' }],
  ['/static/ten.txt', 'HEAD', {}],
])('closes the file of %s, %s %j', async (path, method, headers) => {
  const { url } = await start();
  for (let time = 0; time < 5; time++) await (await fetch(url + path, { method, headers })).text();
  await until(() => openFiles().length === 0, 'all files were closed');
  expect(openFiles()).toEqual([]);
});

test('closes the file when the client goes away in the middle', async () => {
  const { port } = await start();
  const wire = new Wire(port);
  wire.socket.pause();
  wire.write(get('/disk/large.bin'));
  await until(() => openFiles().length === 1, 'the file was opened');
  wire.goAway();
  await until(() => openFiles().length === 0, 'the file was closed');
  expect(openFiles()).toEqual([]);
});

test.each(['/broken', '/already-broken'])(
  'tells of a stream that fails at once, without headers of a file: %s',
  async (path) => {
    const { url } = await start();
    const reply = await fetch(url + path);
    expect(await reply.json()).toMatchObject({ status: 500, title: 'Internal Server Error' });
    for (const name of ['content-disposition', 'etag', 'cache-control']) expect(reply.headers.get(name)).toBeNull();
  },
);

test.each(['/broken-later', '/of-length/5', '/of-length/7'])(
  'cuts off what is not whole, so that nobody takes it for that: %s',
  async (path) => {
    const { url } = await start();
    await expect(fetch(url + path).then((reply) => reply.text())).rejects.toThrow('terminated');
  },
);

test('sends a stream that is as long as was said', async () => {
  const { url } = await start();
  const reply = await fetch(`${url}/of-length/6`);
  expect([reply.headers.get('content-length'), await reply.text()]).toEqual(['6', 'abcdef']);
});

test('cuts off a file that becomes shorter while it is sent', async () => {
  const path = join(root, 'shrinking.bin');
  await writeFile(path, '');
  await truncate(path, 64 * 1024 * 1024);
  const { port } = await start();
  const wire = new Wire(port);
  wire.write(get('/disk/shrinking.bin'));
  wire.socket.once('data', () => wire.socket.pause());
  await wire.until('content-length: 67108864');
  await truncate(path, 1024);
  wire.socket.resume();
  const text = await wire.closed();
  expect(text.length).toBeLessThan(64 * 1024 * 1024);
  await until(() => openFiles().length === 0, 'the file was closed');
});

test('waits for nobody who might write into a pipe', async () => {
  const { url } = await start();
  expect((await fetch(`${url}/disk/pipe`)).status).toBe(404);
  expect((await fetch(`${url}/static/pipe`)).status).toBe(404);
  expect(openFiles()).toEqual([]);
});

test('compresses no part of a file', async () => {
  const { url } = await listen(Files, {}, (app) => app.register(fastifyCompress, { threshold: 0 }));
  const headers = { 'accept-encoding': 'gzip' };
  const part = await fetch(`${url}/disk/ten.txt`, { headers: { ...headers, range: 'bytes=2-4' } });
  expect([part.status, part.headers.get('content-encoding'), await part.text()]).toEqual([206, null, '234']);
  const whole = await fetch(`${url}/disk/ten.txt`, { headers });
  expect([whole.headers.get('content-encoding'), await whole.text()]).toEqual(['gzip', '0123456789']);
  // Who has a part of what was compressed gets all of it anew.
  const rest = { range: 'bytes=5-', 'if-range': String(whole.headers.get('etag')) };
  expect((await fetch(`${url}/disk/ten.txt`, { headers: rest })).status).toBe(200);
  const large = await fetch(`${url}/disk/large.bin`, { headers: { ...headers, range: 'bytes=0-1' } });
  expect(large.headers.get('etag')).toMatch(/^"/);
});

test('serves curl, which goes on where it has stopped', async () => {
  const { url } = await start();
  const curl = async (...options: string[]): Promise<string> =>
    (await promisify(execFile)('curl', ['-s', ...options])).stdout;
  expect(await curl('-r', '2-4', `${url}/disk/ten.txt`)).toBe('234');
  expect(await curl('-r', '-3', `${url}/static/ten.txt`)).toBe('789');
  expect(await curl('-C', '7', `${url}/static/ten.txt`)).toBe('789');
  expect(await curl('-I', `${url}/static/ten.txt`)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*content-length: 10\r\n/);
  expect(await curl('--path-as-is', '-o', '/dev/null', '-w', '%{http_code}', `${url}/static/../secret.txt`)).toBe(
    '404',
  );
});
