import 'reflect-metadata';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type App,
  Controller,
  createApp,
  Get,
  Header,
  HttpCode,
  Module,
  Param,
  Post,
  StreamableFile,
  UseGuards,
} from '@tenon/http';
import { serve } from '../support/serve.js';
import { CHANGED, makeFolder } from './folder.js';

const root = await makeFolder({
  'may.txt': '0123456789',
  'sub/june.html': '<p>june</p>',
  'empty.txt': '',
  'unknown.xyzzy': 'x',
  '.hidden': 'hidden',
});
const DATE = CHANGED.toUTCString();

@Controller()
class Files {
  @Get('/bytes') bytes() {
    return new StreamableFile(Buffer.from('0123456789'), { type: 'text/plain', etag: 'v1', lastModified: CHANGED });
  }
  @Get('/weak') weak() {
    return new StreamableFile('0123456789', { etag: 'W/"v1"' });
  }
  @Get('/text') text() {
    return new StreamableFile('größe', {
      fileName: 'größe €.txt',
      disposition: 'inline',
      type: 'text/plain; charset=utf-8',
    });
  }
  @Get('/blob') blob() {
    return new StreamableFile(new Blob(['01234', '56789']), { fileName: 'a.bin' });
  }
  @Get('/stream') stream() {
    return new StreamableFile(Readable.from([Buffer.from('abc')]), { length: 3, etag: 'v1', type: 'text/plain' });
  }
  @Get('/web') web() {
    return new StreamableFile(new Blob(['web']).stream());
  }
  @Get('/generator') generator() {
    return new StreamableFile(
      (async function* parts() {
        yield 'a';
        yield Buffer.from('b');
      })(),
    );
  }
  @Get('/named/:name') named(@Param('name') fileName: string) {
    return new StreamableFile('x', { fileName });
  }
  @Get('/shown/:name') shown(@Param('name') fileName: string) {
    return new StreamableFile('<p>x</p>', { fileName, disposition: 'inline' });
  }
  @Get('/called/:name') called(@Param('name') fileName: string) {
    return StreamableFile.fromDisk(root, 'may.txt', { fileName, disposition: 'inline' });
  }
  @Get('/kept/:name') kept(@Param('name') fileName: string) {
    return StreamableFile.fromDisk(root, 'unknown.xyzzy', { fileName, disposition: 'inline' });
  }
  @Get('/headers') @Header('content-type', 'text/csv') @Header('cache-control', 'no-store') headers() {
    return new StreamableFile('a,b', { fileName: 'a.txt' });
  }
  @Post('/posted') posted() {
    return new StreamableFile('x', { etag: 'v1' });
  }
  @Get('/created') @HttpCode(203) created() {
    return new StreamableFile('x', { etag: 'v1' });
  }
  @Get('/disk/*') @Header('x-mark', 'file') disk(@Param('*') name: string) {
    return StreamableFile.fromDisk(root, name);
  }
  @Get('/saved/*') saved(@Param('*') name: string) {
    return StreamableFile.fromDisk(root, name, { disposition: 'attachment' });
  }
  @Get('/private/*') @UseGuards(() => false) guarded(@Param('*') name: string) {
    return StreamableFile.fromDisk(root, name);
  }
  @Get('/lost-folder') lostFolder() {
    return StreamableFile.fromDisk('/does/not/exist', 'x');
  }
}

@Module({ controllers: [Files] })
class AppModule {}

let app: App;
beforeAll(async () => {
  app = await createApp(AppModule, { logger: false });
});
afterAll(() => app.close());

const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' | 'POST' = 'GET') =>
  app.inject({ url, headers, method });

test.each([
  ['/bytes', 'text/plain', '0123456789', '10'],
  ['/text', 'text/plain; charset=utf-8', 'größe', '7'],
  ['/blob', 'application/octet-stream', '0123456789', '10'],
  ['/stream', 'text/plain', 'abc', '3'],
  ['/web', 'application/octet-stream', 'web', undefined],
  ['/generator', 'application/octet-stream', 'ab', undefined],
  ['/disk/may.txt', 'text/plain; charset=utf-8', '0123456789', '10'],
  ['/disk/sub/june.html', 'text/html; charset=utf-8', '<p>june</p>', '11'],
  ['/disk/empty.txt', 'text/plain; charset=utf-8', '', '0'],
  ['/disk/unknown.xyzzy', 'application/octet-stream', 'x', '1'],
])('sends %s', async (url, type, body, length) => {
  const reply = await get(url);
  expect([reply.statusCode, reply.headers['content-type'], reply.body, reply.headers['content-length']]).toEqual([
    200,
    type,
    body,
    length,
  ]);
  expect(reply.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-cache' });
});

test('names what it sends, and lets it be saved where it has a name', async () => {
  const disposition = async (url: string) => (await get(url)).headers['content-disposition'];
  expect(await disposition('/blob')).toBe('attachment; filename=a.bin');
  expect(await disposition('/text')).toBe(
    `inline; filename="gr??e ?.txt"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%E2%82%AC.txt`,
  );
  expect(await disposition('/bytes')).toBeUndefined();
  expect(await disposition('/disk/may.txt')).toBeUndefined();
  expect(await disposition('/saved/sub/june.html')).toBe('attachment; filename=june.html');
});

test.each([
  ['a"b\\c.txt', 'attachment; filename=c.txt'],
  ['a"b.txt', String.raw`attachment; filename="a\"b.txt"`],
  ['../../etc/passwd', 'attachment; filename=passwd'],
  ['a\r\nset-cookie: x=1', 'attachment; filename="a__set-cookie: x=1"'],
  ['a\0b', 'attachment; filename=a_b'],
  ['\ud800', 'attachment; filename="?"; filename*=UTF-8\'\'%EF%BF%BD'],
])('lets no name of a file be more than a name: %j', async (name, disposition) => {
  @Controller()
  class Named {
    @Get() named() {
      return new StreamableFile('x', { fileName: name });
    }
  }
  const reply = await (await serve(Named)).inject('/');
  expect([reply.statusCode, reply.headers['content-disposition']]).toEqual([200, disposition]);
  expect(reply.headers['set-cookie']).toBeUndefined();
});

test.each([
  ['/called/evil.html', 'text/plain; charset=utf-8'],
  ['/kept/evil.html', 'application/octet-stream'],
  ['/shown/evil.html', 'application/octet-stream'],
  ['/shown/evil.svg', 'application/octet-stream'],
  ['/named/page.html', 'text/html; charset=utf-8'],
])('lets no name that a client has chosen make a page of what is shown: %s', async (url, type) => {
  const { headers } = await get(url);
  expect(headers['content-type']).toBe(type);
  expect(headers['content-disposition']).toMatch(url.startsWith('/named') ? /^attachment;/ : /^inline;/);
});

test('leaves headers that the route has said', async () => {
  expect((await get('/headers')).headers).toMatchObject({ 'content-type': 'text/csv', 'cache-control': 'no-store' });
});

test('protects what is shown as a page, and drawings with scripts in them', async () => {
  expect((await get('/disk/sub/june.html')).headers['content-security-policy']).toContain("script-src 'self'");
  @Controller()
  class Drawings {
    @Get() drawing() {
      return new StreamableFile('<svg/>', { type: 'image/svg+xml' });
    }
  }
  expect((await (await serve(Drawings)).inject('/')).headers['content-security-policy']).toContain("script-src 'self'");
});

test.each(['"a', 'a b', 'a\n', '"a"b"', 'ä€'])('refuses %j as an etag', (etag) => {
  expect(() => new StreamableFile('x', { etag })).toThrow(TypeError);
});

test.each(['/bytes', '/blob', '/disk/may.txt'])('sends the part of %s that a client wants', async (url) => {
  const parts: [string, string, string][] = [
    ['bytes=0-0', '0', '0-0'],
    ['bytes=2-4', '234', '2-4'],
    ['bytes=7-', '789', '7-9'],
    ['bytes=-3', '789', '7-9'],
    ['bytes=-100', '0123456789', '0-9'],
    ['bytes=5-100', '56789', '5-9'],
    ['BYTES= 1-2 ', '12', '1-2'],
    ['bytes=99-, 1-2', '12', '1-2'],
  ];
  for (const [range, body, sent] of parts) {
    const reply = await get(url, { range });
    expect([range, reply.statusCode, reply.body, reply.headers['content-range']]).toEqual([
      range,
      206,
      body,
      `bytes ${sent}/10`,
    ]);
    expect(reply.headers).toMatchObject({ 'content-length': String(body.length), 'accept-ranges': 'bytes' });
  }
});

test.each(['items=0-1', 'bytes=', 'bytes=a-b', 'bytes=4-2', 'bytes=-', 'bytes=1', 'bytes=0-1,4-5', 'bytes=1-2-3', 'x'])(
  'sends the whole to whoever asks for %s',
  async (range) => {
    for (const url of ['/bytes', '/disk/may.txt']) {
      const reply = await get(url, { range });
      expect([reply.statusCode, reply.body, reply.headers['content-range']]).toEqual([200, '0123456789', undefined]);
    }
  },
);

test.each(['bytes=10-', 'bytes=10-20', 'bytes=-0', `bytes=${'9'.repeat(400)}-`])(
  'answers %s with 416 and the size of the file',
  async (range) => {
    for (const url of ['/bytes', '/disk/may.txt']) {
      const reply = await get(url, { range });
      expect([reply.statusCode, reply.headers['content-range']]).toEqual([416, 'bytes */10']);
      expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(reply.headers['etag']).toBeUndefined();
      expect(reply.json()).toMatchObject({ status: 416, code: 'range-not-satisfiable' });
    }
  },
);

test('has no part of an empty file, and none of a stream', async () => {
  expect((await get('/disk/empty.txt', { range: 'bytes=0-' })).statusCode).toBe(416);
  const reply = await get('/stream', { range: 'bytes=0-1' });
  expect([reply.statusCode, reply.body, reply.headers['accept-ranges']]).toEqual([200, 'abc', undefined]);
});

test.each([
  ['"v1"', 206],
  ['"v2"', 200],
  ['W/"v1"', 200],
  [DATE, 206],
  [new Date(+CHANGED + 1000).toUTCString(), 200],
  ['nonsense', 200],
])('sends a part only of what If-Range: %s names', async (ifRange, status) => {
  const reply = await get('/bytes', { range: 'bytes=0-1', 'if-range': ifRange });
  expect(reply.statusCode).toBe(status);
});

test('takes no part of what has only a weak tag, nor for HEAD', async () => {
  expect((await get('/weak', { range: 'bytes=0-1', 'if-range': 'W/"v1"' })).statusCode).toBe(200);
  const head = await get('/bytes', { range: 'bytes=0-1' }, 'HEAD');
  expect([head.statusCode, head.headers['content-length'], head.body]).toEqual([200, '10', '']);
});

const EARLIER = new Date(+CHANGED - 1000).toUTCString();
const ASCTIME = 'Wed Mar  4 05:06:07 2026';
test.each([
  [{ 'if-none-match': '"v1"' }, 304],
  [{ 'if-none-match': 'W/"v1"' }, 304],
  [{ 'if-none-match': '"v0", "a,b", "v1"' }, 304],
  [{ 'if-none-match': '*' }, 304],
  [{ 'if-none-match': '"v2"' }, 200],
  [{ 'if-none-match': 'v1' }, 200],
  [{ 'if-none-match': '"v2"', 'if-modified-since': DATE }, 200],
  [{ 'if-modified-since': DATE }, 304],
  [{ 'if-modified-since': ASCTIME }, 304],
  [{ 'if-modified-since': 'Wednesday, 04-Mar-26 05:06:07 GMT' }, 304],
  [{ 'if-modified-since': EARLIER }, 200],
  [{ 'if-modified-since': 'yesterday' }, 200],
  [{ 'if-match': '"v1"' }, 200],
  [{ 'if-match': '*' }, 200],
  [{ 'if-match': '"v2", "v1"' }, 200],
  [{ 'if-match': 'W/"v1"' }, 412],
  [{ 'if-match': '"v2"' }, 412],
  [{ 'if-unmodified-since': DATE }, 200],
  [{ 'if-unmodified-since': EARLIER }, 412],
  [{ 'if-unmodified-since': 'never' }, 200],
  [{ 'if-match': '"v1"', 'if-unmodified-since': EARLIER }, 200],
  [{ 'if-match': '"v1"', 'if-none-match': '"v1"' }, 304],
  [{ 'if-none-match': '"v1"', range: 'bytes=0-1' }, 304],
  [{ 'if-match': '"v1"', range: 'bytes=0-1' }, 206],
])('answers what a client knows already by RFC 9110 §13.2.2: %j %i', async (headers, status) => {
  const reply = await get('/bytes', headers);
  expect(reply.statusCode).toBe(status);
  if (status === 304) {
    expect(reply.body).toBe('');
    expect(reply.headers).toMatchObject({ etag: '"v1"', 'last-modified': DATE, 'cache-control': 'private, no-cache' });
    expect(reply.headers['content-type']).toBeUndefined();
  }
  if (status === 412) expect(reply.json()).toMatchObject({ status: 412, code: 'precondition-failed' });
});

test('gives a file of the disk a tag and a date of its own', async () => {
  const { headers } = await get('/disk/may.txt');
  expect(headers).toMatchObject({ etag: expect.stringMatching(/^"[^"]+"$/), 'last-modified': DATE });
  expect((await get('/disk/may.txt', { 'if-none-match': String(headers.etag) })).statusCode).toBe(304);
  expect((await get('/disk/may.txt', { 'if-modified-since': DATE }, 'HEAD')).statusCode).toBe(304);
});

test('asks no conditions of what has changed something, or is no plain success', async () => {
  expect((await get('/posted', { 'if-none-match': '"v1"' }, 'POST')).statusCode).toBe(201);
  expect((await get('/created', { 'if-none-match': '"v1"' })).statusCode).toBe(203);
});

test('answers HEAD with all headers', async () => {
  const head = await get('/disk/may.txt', {}, 'HEAD');
  const { headers } = await get('/disk/may.txt');
  expect([head.statusCode, head.body]).toEqual([200, '']);
  for (const name of ['content-length', 'etag', 'last-modified', 'content-type', 'accept-ranges'])
    expect(head.headers[name]).toBe(headers[name]);
});

test.each([
  'lost.txt',
  'sub',
  'sub/',
  '.hidden',
  '../secret.txt',
  '%2e%2e%2fsecret.txt',
  '..%5csecret.txt',
  '%2fetc%2fpasswd',
  'may.txt%00.png',
  'may.txt/',
  'may.txt/x',
  '/may.txt',
  'MAY.txt',
  'x'.repeat(300),
])('has nothing under the name %s', async (name) => {
  const reply = await get(`/disk/${name}`);
  expect(reply.statusCode).toBe(404);
  expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect([reply.headers['x-mark'], reply.headers['cache-control']]).toEqual([undefined, undefined]);
  expect(reply.body).not.toContain(root);
});

test('sends no file that a guard keeps', async () => {
  expect((await get('/private/may.txt')).statusCode).toBe(403);
});

test('takes a folder that is not there for a fault of the application', async () => {
  expect((await get('/lost-folder')).json()).toMatchObject({
    status: 500,
    detail: expect.stringContaining('no folder'),
  });
});
