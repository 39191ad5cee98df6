import 'reflect-metadata';
import { mkdirSync, writeFileSync } from 'node:fs';
import { rm, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { type App, Assets, Controller, createApp, Get, Module, type StaticFolder, TenonError } from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { Wire } from '../support/socket.js';
import { makeFolder } from './folder.js';

const FOR_EVER = 'public, max-age=31536000, immutable';
const FINGERPRINT = /-[\da-f]{8}(?=\.|$)/;

@Controller()
class Pages {
  constructor(readonly assets: Assets) {}
  @Get('/about') about() {
    return { css: this.assets.url('/app.css') };
  }
}

/** Starts an application as it is served, with files that it looks at once. */
async function inProduction<T>(begin: () => Promise<T>): Promise<T> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    return await begin();
  } finally {
    process.env['NODE_ENV'] = before;
  }
}

async function start(folder: string, options: Partial<StaticFolder> = {}): Promise<{ app: App; assets: Assets }> {
  const app = await serve(Pages, { staticFiles: [{ folder, fingerprint: true, ...options }], showErrors: false });
  await app.ready();
  return { app, assets: app.get(Assets) };
}

const both = [
  ['in production', inProduction],
  ['in development', <T>(begin: () => Promise<T>) => begin()],
] as const;

test.each(both)('serves a file for ever under a path with its fingerprint, %s', async (_, run) => {
  const folder = await makeFolder({ 'app.css': 'p { color: red }', 'large.bin': Buffer.alloc(3_000_000, 'a') });
  const { app, assets } = await run(() => start(folder));
  const css = assets.url('/app.css');

  expect(css).toMatch(/^\/app-[\da-f]{8}\.css$/);
  expect((await app.inject('/about')).json()).toEqual({ css });
  const reply = await app.inject(css);
  expect([reply.statusCode, reply.body]).toEqual([200, 'p { color: red }']);
  expect(reply.headers).toMatchObject({
    'content-type': 'text/css; charset=utf-8',
    'cache-control': FOR_EVER,
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    etag: expect.stringMatching(/^"[\da-f]{8}"$/),
  });
  const known = await app.inject({ url: css, headers: { 'if-none-match': String(reply.headers.etag) } });
  expect([known.statusCode, known.headers['cache-control']]).toEqual([304, FOR_EVER]);
  const part = await app.inject({ url: css, headers: { range: 'bytes=0-1' } });
  expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([206, 'p ', 'bytes 0-1/16']);
  const head = await app.inject({ url: css, method: 'HEAD' });
  expect([head.statusCode, head.headers['content-length'], head.body]).toEqual([200, '16', '']);
  const large = await app.inject({ url: assets.url('/large.bin'), headers: { range: 'bytes=-3' } });
  expect([large.statusCode, large.body, large.headers['cache-control']]).toEqual([206, 'aaa', FOR_EVER]);
});

test('leaves the plain path as it is', async () => {
  const folder = await makeFolder({ 'app.css': 'p { background: url(a.png) }', 'a.png': 'a' });
  const { app } = await inProduction(() => start(folder));

  const reply = await app.inject('/app.css');
  expect([reply.body, reply.headers['cache-control']]).toEqual(['p { background: url(a.png) }', 'public, max-age=0']);
});

test.each(both)(
  'gives a page of another version the present file, and lets nobody keep it unasked, %s',
  async (_, run) => {
    const folder = await makeFolder({ 'app.css': 'p {}', 'photo.jpg': 'one', 'photo-0badcafe.jpg': 'other' });
    const { app } = await run(() => start(folder));

    const other = await app.inject('/app-00000000.css');
    expect([other.statusCode, other.body, other.headers['cache-control']]).toEqual([200, 'p {}', 'no-cache']);
    expect(other.headers['content-type']).toBe('text/css; charset=utf-8');
    // A file that is called so comes first.
    const photo = await app.inject('/photo-0badcafe.jpg');
    expect([photo.body, photo.headers['cache-control']]).toEqual(['other', 'public, max-age=0']);
    for (const url of ['/lost-00000000.css', '/app-0000000.css', '/app-0000000g.css', '/-00000000'])
      expect((await app.inject(url)).statusCode).toBe(404);
  },
);

test.each(both)('finds files by names of all kinds, %s', async (_, run) => {
  const names = [
    'größe 1.txt',
    '100%.txt',
    'a%2Fb.txt',
    "it's (1).txt",
    'LICENSE',
    'app.min.js',
    'app-1a2b3c4d.js',
    'a+b&c=d.txt',
    'deep/er/日本.svg',
    'what?.txt',
    'a#b.txt',
    ':id.txt',
  ];
  const folder = await makeFolder(Object.fromEntries(names.map((name) => [name, `this is ${name}`])));
  const { app, assets } = await run(() => start(folder, { path: '/as sets' }));
  for (const name of names) {
    const url = assets.url(`/as sets/${name}`);
    expect(url).toMatch(/^\/as%20sets\/[!-~]+$/);
    expect(url).toMatch(FINGERPRINT);
    const reply = await app.inject(url);
    expect([name, reply.body, reply.headers['cache-control']]).toEqual([name, `this is ${name}`, FOR_EVER]);
  }
  expect(assets.url('/as sets/deep/er/日本.svg#icon')).toMatch(/\.svg#icon$/);
  expect(assets.url('as sets/LICENSE?v=1')).toMatch(/\/LICENSE-[\da-f]{8}\?v=1$/);
});

test.each(both)('names files by their fingerprints in what style sheets say, %s', async (_, run) => {
  const folder = await makeFolder({
    'css/app.css': [
      '@charset "utf-8";',
      '@import "base.css" layer(a);',
      "@import url('./print.css') print;",
      '/* url(../img/logo.png) */',
      'a { background: url(../img/logo.png) no-repeat, URL( "/assets/img/gr%C3%B6%C3%9Fe (1).png" ) }',
      'b { background: url(../img/größe%20\\(1\\).png) }',
      '@font-face { src: url("../img/f.woff2?#iefix") format("woff2"), url(data:font/woff2;base64,AA) }',
      'c { mask: url(#mask); filter: url("../img/sprite.svg#blur"); cursor: url(//cdn.example/x.png) }',
      'd { background: url(https://cdn.example/img/logo.png), url(lost.png), url(../../secret.txt), url(/other/img/logo.png) }',
      'e::after { content: "url(../img/logo.png)"; src: my-url(../img/logo.png) } f { background: url( ) }',
    ].join('\n'),
    'css/base.css': 'p { color: red }',
    'css/print.css': 'p { color: black }',
    'img/logo.png': 'logo',
    'img/größe (1).png': 'size',
    'img/f.woff2': 'font',
    'img/sprite.svg': '<svg/>',
  });
  const { app, assets } = await run(() => start(folder, { path: '/assets' }));
  const last = (name: string): string => assets.url(`/assets/${name}`).split('/').at(-1) as string;
  const reply = await app.inject(assets.url('/assets/css/app.css'));

  expect(reply.body.split('\n')).toEqual([
    '@charset "utf-8";',
    `@import "${last('css/base.css')}" layer(a);`,
    `@import url('./${last('css/print.css')}') print;`,
    '/* url(../img/logo.png) */',
    `a { background: url(../img/${last('img/logo.png')}) no-repeat, URL( "/assets/img/${last('img/größe (1).png')}" ) }`,
    'b { background: url(../img/größe%20\\(1\\).png) }',
    `@font-face { src: url("../img/${last('img/f.woff2')}?#iefix") format("woff2"), url(data:font/woff2;base64,AA) }`,
    `c { mask: url(#mask); filter: url("../img/${last('img/sprite.svg')}#blur"); cursor: url(//cdn.example/x.png) }`,
    'd { background: url(https://cdn.example/img/logo.png), url(lost.png), url(../../secret.txt), url(/other/img/logo.png) }',
    'e::after { content: "url(../img/logo.png)"; src: my-url(../img/logo.png) } f { background: url( ) }',
  ]);
  expect(last('img/größe (1).png')).toMatch(/^gr%C3%B6%C3%9Fe%20%281%29-[\da-f]{8}\.png$/);
});

test('gives a style sheet another fingerprint when a file changes that it leads to, also in a circle', async () => {
  const files = { 'a.css': '@import "b.css";', 'b.css': '@import "a.css"; p { background: url(c.png) }', 'c.png': '1' };
  const { assets: one } = await start(await makeFolder(files));
  const { assets: same } = await inProduction(async () => start(await makeFolder(files)));
  const { assets: other } = await start(await makeFolder({ ...files, 'c.png': '2' }));

  for (const name of ['/a.css', '/b.css', '/c.png']) {
    expect(same.url(name)).toBe(one.url(name));
    expect(other.url(name)).not.toBe(one.url(name));
  }
});

test('leaves the bytes of a style sheet in another encoding as they are', async () => {
  const sheet = Buffer.from('@charset "latin1"; p { background: url(a.png); content: "ü" }', 'latin1');
  const folder = await makeFolder({ 'app.css': sheet, 'a.png': 'a' });
  const { app, assets } = await start(folder);

  const { rawPayload } = await app.inject(assets.url('/app.css'));
  expect(rawPayload.toString('latin1')).toContain('content: "ü"');
});

test('looks at files again in development, and once in production', async () => {
  const folder = await makeFolder({ 'app.css': 'p { background: url(a.png) }', 'a.png': 'a' });
  const developed = await start(folder);
  const served = await inProduction(() => start(folder));
  const before = developed.assets.url('/app.css');
  expect(served.assets.url('/app.css')).toBe(before);

  await writeFile(join(folder, 'a.png'), 'changed');
  await writeFile(join(folder, 'new.js'), '1');
  const after = developed.assets.url('/app.css');
  expect(after).not.toBe(before);
  expect((await developed.app.inject(after)).body).toContain(developed.assets.url('/a.png').slice(1));
  expect((await developed.app.inject(before)).headers['cache-control']).toBe('no-cache');
  expect(developed.assets.url('/new.js')).toMatch(FINGERPRINT);
  await unlink(join(folder, 'new.js'));
  expect(() => developed.assets.url('/new.js')).toThrow(TenonError);

  expect(served.assets.url('/app.css')).toBe(before);
  expect((await served.app.inject(before)).headers['cache-control']).toBe(FOR_EVER);
});

test('does not let clients keep for ever what was changed in production', async () => {
  const folder = await makeFolder({ 'large.txt': 'a'.repeat(100_000) });
  const { app, assets } = await inProduction(() => start(folder));
  const url = assets.url('/large.txt');
  const first = await app.inject(url);
  await writeFile(join(folder, 'large.txt'), 'b'.repeat(100_000));
  await utimes(join(folder, 'large.txt'), new Date(), new Date());
  const second = await app.inject(url);

  expect([first.headers['cache-control'], second.headers['cache-control']]).toEqual([FOR_EVER, 'no-cache']);
  expect(second.headers.etag).not.toBe(first.headers.etag);
  expect(second.body[0]).toBe('b');
  await rm(join(folder, 'large.txt'));
  expect((await app.inject(url)).statusCode).toBe(404);
});

test.each(both)(
  'sends what was compressed before, and compresses style sheets that name others, %s',
  async (_, run) => {
    const sheet = 'p { background: url(a.png) }'.repeat(50);
    const folder = await makeFolder({
      'app.js': 'let a = 1;',
      'app.js.gz': gzipSync('let a = 1;'),
      'app.css': sheet,
      'app.css.gz': gzipSync(sheet),
      'app.css.br': 'as if it were brotli',
      'a.png': 'a',
    });
    const { app, assets } = await run(() => start(folder, { precompressed: true }));
    const get = (url: string, encoding: string) => app.inject({ url, headers: { 'accept-encoding': encoding } });

    const script = await get(assets.url('/app.js'), 'br, gzip');
    expect(script.headers).toMatchObject({ vary: 'accept-encoding', 'cache-control': FOR_EVER });
    expect(script.headers).not.toHaveProperty('content-encoding');
    const zipped = await get(assets.url('/app.js'), 'gzip');
    expect(zipped.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
      etag: expect.stringMatching(/^"[\da-f]{8}-gzip"$/),
    });
    expect(gunzipSync(zipped.rawPayload).toString()).toBe('let a = 1;');
    for (const [encoding, unpack] of [
      ['gzip', gunzipSync],
      ['br', brotliDecompressSync],
    ] as const) {
      const css = await get(assets.url('/app.css'), encoding);
      expect(css.headers).toMatchObject({ 'content-encoding': encoding, 'cache-control': FOR_EVER });
      expect(unpack(css.rawPayload).toString()).toContain(`url(${assets.url('/a.png').slice(1)})`);
    }
  },
);

test('gives the path as it is in folders without fingerprints, and of several takes the longest', async () => {
  const outer = await makeFolder({ 'a.txt': 'a', 'in/a.txt': 'hidden by the other folder' });
  const inner = await makeFolder({ 'a.txt': 'b' });
  const app = await serve(Pages, {
    staticFiles: [
      { folder: inner, path: '/in' },
      { folder: outer, fingerprint: true },
    ],
  });
  const assets = app.get(Assets);

  expect(assets.url('/a.txt')).toMatch(FINGERPRINT);
  expect(assets.url('/in/a b?.txt')).toBe('/in/a%20b%3F.txt');
});

test('makes an import map of the modules, by which relative imports have fingerprints', async () => {
  const folder = await makeFolder({
    'js/app.js': "import './b c.mjs'",
    'js/b c.mjs': '1',
    'old/x.js': '1',
    'a.css': '',
  });
  const { assets } = await inProduction(() => start(folder));

  expect(assets.importMap('/js/')).toEqual({
    imports: { '/js/app.js': assets.url('/js/app.js'), '/js/b%20c.mjs': assets.url('/js/b c.mjs') },
  });
  expect(Object.keys(assets.importMap().imports)).toHaveLength(3);
});

test('logs an unknown file once in production, and gives its path', async () => {
  const lines: string[] = [];
  const folder = await makeFolder({ 'app.css': '' });
  await inProduction(async () => {
    @Module({ controllers: [Pages] })
    class AppModule {}
    await using app = await createApp(AppModule, {
      logger: { destination: { write: (line: string) => lines.push(line) } },
      staticFiles: [{ folder, fingerprint: true }],
    });
    const assets = app.get(Assets);
    for (let time = 0; time < 3; time++) expect(assets.url('/ap p.css')).toBe('/ap%20p.css');
  });

  expect(lines.filter((line) => line.includes('TENON_HTTP_UNKNOWN_ASSET'))).toHaveLength(1);
});

test.each(both)('lets nobody out of the folder by a fingerprint, %s', async (_, run) => {
  const folder = await makeFolder({
    'app.css': '@import "../secret.txt"; p { background: url(/..%2fsecret.txt) }',
    '.env': 'kept to ourselves',
    '.git/config': 'kept to ourselves',
    'beside.txt': '->../secret.txt',
    'hidden.txt': '->.env',
    'linked.css': '->app.css',
    outside: '->..',
    circle: '->.',
    loop: '->loop',
  });
  const { port, app } = await run(() =>
    listen(Pages, { staticFiles: [{ folder, path: '/assets', fingerprint: true }], showErrors: false }),
  );
  const assets = app.get(Assets);
  const ask = async (path: string): Promise<string> => {
    const wire = new Wire(port);
    wire.write(`GET ${path} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n`);
    return wire.closed();
  };

  expect(await ask(assets.url('/assets/linked.css'))).toMatch(/^HTTP\/1\.1 200 /);
  for (const name of ['.env', '.git/config', 'beside.txt', 'hidden.txt', 'loop', '../secret.txt', 'circle/../.env']) {
    const path = await run(async () => Promise.resolve().then(() => assets.url(`/assets/${name}`))).catch(() => '');
    expect(path).not.toMatch(FINGERPRINT);
  }
  for (const name of [
    '.env-00000000',
    '-00000000.env',
    '.git/config-00000000',
    'beside-00000000.txt',
    'hidden-00000000.txt',
    '../secret-00000000.txt',
    '..%2Fsecret-00000000.txt',
    '%2e%2e/secret-00000000.txt',
    '..%5Csecret-00000000.txt',
    '%2e%2e%2fsecret-00000000.txt',
    '..%252fsecret-00000000.txt',
    'outside/secret-00000000.txt',
    'app%00-00000000.css',
    '%-00000000.css',
    'APP-00000000.css',
    '/app-00000000.css',
    'app.css/-00000000',
  ]) {
    const text = await ask(`/assets/${name}`);
    expect([name, text]).toEqual([name, expect.stringMatching(/^HTTP\/1\.1 4\d\d /)]);
    expect(text).not.toContain('ourselves');
  }
});

test('looks at ten thousand files in a moment', async () => {
  const folder = await makeFolder({});
  for (let n = 0; n < 10_000; n++) {
    if (n < 100) mkdirSync(join(folder, String(n)));
    writeFileSync(join(folder, `${n % 100}/${n}.txt`), `file ${n}`);
  }
  const begin = process.cpuUsage();
  const { assets } = await inProduction(() => start(folder));
  const { user, system } = process.cpuUsage(begin);

  expect(assets.url('/99/9999.txt')).toMatch(FINGERPRINT);
  // Much more than it takes: about a second on a slow machine.
  expect((user + system) / 1e6).toBeLessThan(8);
}, 60_000);
