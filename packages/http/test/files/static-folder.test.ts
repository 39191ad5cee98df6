import 'reflect-metadata';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { Controller, createApp, Get, Module, type StaticFolder } from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { Wire } from '../support/socket.js';
import { CHANGED, makeFolder } from './folder.js';

const root = await makeFolder({
  'index.html': '<p>home</p>',
  'app.js': 'let a = 1;',
  'app.js.gz': gzipSync('let a = 1;'),
  'app.js.br': 'as if it were brotli',
  'plain.css': 'p {}',
  'größe 1.txt': 'größe',
  'con.txt': 'no device here',
  'trailing.': 'dot',
  '.env': 'kept to ourselves',
  '.git/config': 'kept to ourselves',
  'docs/index.html': '<p>docs</p>',
  'docs/deep/page.html': '<p>deep</p>',
  'docs/.hidden/x.txt': 'kept to ourselves',
  'linked.txt': '->app.js',
  passwd: '->/etc/passwd',
  outside: '->..',
  'beside.txt': '->../secret.txt',
  'hidden-link.txt': '->.env',
  loop: '->loop',
});

@Controller()
class Api {
  @Get('/assets/about') about() {
    return { about: 'assets' };
  }
  @Get('/orders') orders() {
    return [];
  }
}

const start = (options: Partial<StaticFolder> = {}) =>
  serve(Api, { staticFiles: [{ folder: root, path: '/assets', ...options }], showErrors: false });

test('serves the files of a folder beside the routes of controllers', async () => {
  const app = await start();
  const reply = await app.inject('/assets/app.js');

  expect([reply.statusCode, reply.body]).toEqual([200, 'let a = 1;']);
  expect(reply.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'content-length': '10',
    'cache-control': 'public, max-age=0',
    'last-modified': CHANGED.toUTCString(),
    etag: expect.stringMatching(/^".+"$/),
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
  });
  expect(reply.headers['vary']).toBeUndefined();
  expect((await app.inject('/assets/about')).json()).toEqual({ about: 'assets' });
  expect((await app.inject('/assets/gr%C3%B6%C3%9Fe%201.txt')).body).toBe('größe');
  expect((await app.inject('/assets/linked.txt')).body).toBe('let a = 1;');
  expect((await app.inject('/assets/app.js?v=1')).body).toBe('let a = 1;');
});

test('takes a file: URL, a path without slashes, several folders, and the root', async () => {
  const app = await serve(Api, {
    staticFiles: [{ folder: pathToFileURL(root), path: 'a' }, { folder: join(root, 'docs') }],
  });
  expect((await app.inject('/a/app.js')).statusCode).toBe(200);
  expect((await app.inject('/')).body).toBe('<p>docs</p>');
  expect((await app.inject('/deep/page.html')).body).toBe('<p>deep</p>');
  expect((await app.inject('/orders')).json()).toEqual([]);
});

test('protects pages as all HTML is protected', async () => {
  const { headers } = await (await start()).inject('/assets/index.html');
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['content-security-policy']).toContain("default-src 'self'");
});

test('answers for a folder with its index, behind a slash, and lists none', async () => {
  const app = await start();
  expect((await app.inject('/assets/')).body).toBe('<p>home</p>');
  expect((await app.inject('/assets/docs/')).body).toBe('<p>docs</p>');
  const redirect = await app.inject('/assets/docs?a=1');
  expect([redirect.statusCode, redirect.headers.location]).toEqual([301, '/assets/docs/?a=1']);
  for (const url of ['/assets/docs/deep', '/assets/docs/deep/']) expect((await app.inject(url)).statusCode).toBe(404);
  const other = await start({ index: 'page.html' });
  expect((await other.inject('/assets/docs/deep/')).body).toBe('<p>deep</p>');
  const none = await start({ index: false });
  for (const url of ['/assets/', '/assets/docs', '/assets/docs/'])
    expect((await none.inject(url)).statusCode).toBe(404);
});

test('answers conditions and ranges', async () => {
  const app = await start();
  const { etag } = (await app.inject('/assets/app.js')).headers;
  const known = await app.inject({ url: '/assets/app.js', headers: { 'if-none-match': String(etag) } });
  expect([known.statusCode, known.body, known.headers['cache-control']]).toEqual([304, '', 'public, max-age=0']);
  const part = await app.inject({ url: '/assets/app.js', headers: { range: 'bytes=-2' } });
  expect([part.statusCode, part.body]).toEqual([206, '1;']);
  const head = await app.inject({ url: '/assets/app.js', method: 'HEAD' });
  expect([head.statusCode, head.headers['content-length'], head.body]).toEqual([200, '10', '']);
});

test('answers other methods with 405 and what is not there with 404, both as problems', async () => {
  const app = await start();
  const posted = await app.inject({ method: 'POST', url: '/assets/app.js' });
  expect([posted.statusCode, posted.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
  const lost = await app.inject('/assets/lost.js');
  expect(lost.json()).toMatchObject({ status: 404, detail: 'Nothing answers at this path.' });
  expect(lost.headers['content-type']).toBe('application/problem+json; charset=utf-8');
});

test('says what caches may do with it', async () => {
  const app = await start({ cacheControl: 'public, max-age=31536000, immutable' });
  expect((await app.inject('/assets/app.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

test('sends what was compressed before to whoever takes it', async () => {
  const app = await start({ precompressed: true });
  const get = (accept: string, url = '/assets/app.js') => app.inject({ url, headers: { 'accept-encoding': accept } });
  const said = async (accept: string) => {
    const { headers } = await get(accept);
    return [headers['content-encoding'], headers['content-type'], headers['vary']];
  };
  const type = 'text/javascript; charset=utf-8';
  expect(await said('gzip, deflate, br')).toEqual(['br', type, 'accept-encoding']);
  expect(await said('gzip')).toEqual(['gzip', type, 'accept-encoding']);
  expect(await said('identity')).toEqual([undefined, type, 'accept-encoding']);
  expect(await said('gzip;q=0, br;q=0')).toEqual([undefined, type, 'accept-encoding']);
  const gzip = await get('gzip');
  expect(gzip.headers.etag).not.toBe((await get('identity')).headers.etag);
  const known = await app.inject({
    url: '/assets/app.js',
    headers: { 'accept-encoding': 'gzip', 'if-none-match': String(gzip.headers.etag) },
  });
  expect([known.statusCode, known.headers['vary']]).toEqual([304, 'accept-encoding']);
  expect((await get('gzip', '/assets/plain.css')).headers['content-encoding']).toBeUndefined();
});

/** Paths that no client library would send as they are, and which lead to nothing. */
const HOSTILE = [
  '../secret.txt',
  '..',
  '../',
  'docs/../../secret.txt',
  'docs/../app.js',
  './app.js',
  '%2e%2e/secret.txt',
  '%2e%2e%2fsecret.txt',
  '..%2fsecret.txt',
  '..%2Fsecret.txt',
  '..%5csecret.txt',
  '..\\secret.txt',
  '%252e%252e/secret.txt',
  '%252e%252e%252fsecret.txt',
  '%c0%ae%c0%ae/secret.txt',
  '%uff0e%uff0e/secret.txt',
  '..;/secret.txt',
  '...//secret.txt',
  '/etc/passwd',
  '//etc/passwd',
  '%2fetc%2fpasswd',
  'docs%2fdeep%2fpage.html',
  'docs%5cdeep%5cpage.html',
  'docs//deep/page.html',
  'app.js%00',
  'app.js%00.png',
  '%00',
  'app.js/',
  'app.js/.',
  'app.js.',
  'app.js%20',
  'app.js::$DATA',
  'APP.JS',
  'Docs/index.html',
  '.env',
  '%2eenv',
  '.git/config',
  'docs/.hidden/x.txt',
  'passwd',
  'outside/secret.txt',
  'beside.txt',
  'hidden-link.txt',
  'loop',
  'con',
  'nul',
  'C:/Windows/win.ini',
  'c:%5cWindows%5cwin.ini',
  `${'a/'.repeat(500)}x`,
  'x'.repeat(3000),
];

test('has nothing under names that lead elsewhere', async () => {
  const { port } = await listen(Api, { staticFiles: [{ folder: root, path: '/assets' }], showErrors: false });
  for (const path of HOSTILE) {
    const wire = new Wire(port);
    wire.write(`GET /assets/${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    const reply = await wire.closed();
    expect([path, reply]).toEqual([path, expect.stringMatching(/^HTTP\/1\.1 (?:400|404|414) /)]);
    expect(reply).toContain('content-type: application/problem+json');
    expect(reply).not.toMatch(/ourselves|root:|let a|deep<|tenon-files/);
  }
});

test('has names that are none of their own on other systems', async () => {
  const app = await start();
  expect((await app.inject('/assets/con.txt')).body).toBe('no device here');
  expect((await app.inject('/assets/trailing.')).body).toBe('dot');
});

test('redirects to no other host', async () => {
  const { port } = await listen(Api, { staticFiles: [{ folder: root }] });
  for (const path of ['//docs', '//evil.example/..', '/%2f%2fevil.example', '/\\evil.example', '///docs']) {
    const wire = new Wire(port);
    wire.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(await wire.closed()).not.toMatch(/^location:/im);
  }
});

test('serves what was put into the folder later, and no more what was taken out', async () => {
  const app = await start();
  const later = join(root, 'later.txt');
  expect((await app.inject('/assets/later.txt')).statusCode).toBe(404);
  await writeFile(later, 'later');
  expect((await app.inject('/assets/later.txt')).body).toBe('later');
  await rm(later);
  expect((await app.inject('/assets/later.txt')).statusCode).toBe(404);
});

test('refuses a route that answers for the same paths', async () => {
  @Controller()
  class Same {
    @Get('/assets/*') all() {
      return 1;
    }
  }
  @Module({ controllers: [Same] })
  class AppModule {}
  const app = await createApp(AppModule, { logger: false, staticFiles: [{ folder: root, path: '/assets' }] });
  await expect(app.ready()).rejects.toMatchObject({ code: 'TENON_HTTP_DUPLICATE_ROUTE' });
});
