import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { IsString } from '@tenon/dto';
import {
  Body,
  Controller,
  Form,
  HttpCode,
  Injectable,
  MultipartBody,
  Patch,
  Post,
  type UploadSink,
  UploadedFile,
  type Upload,
} from '@tenon/http';
import { WithoutCsrf } from '@tenon/sessions';
import type { RequestOptions } from '@tenon/testing';
import { Browser, startApp } from '../app.js';

class Note {
  @IsString() text!: string;
}

/** Counts what is written to it. */
@Injectable()
class Archive implements UploadSink {
  opened = 0;
  open() {
    this.opened++;
    return new Writable({ write: (_, __, done) => done() });
  }
}

@Controller('/notes')
class Notes {
  @Post() @HttpCode(200) make(@Form({ unknown: 'reject' }) note: Note) {
    return note;
  }
  @Post('/text') @HttpCode(200) text(@Body() text: string) {
    return { text };
  }
  @Patch() patch(@Body() note: Note) {
    return note;
  }
  @Post('/files') @HttpCode(200) keep(
    @MultipartBody({ unknown: 'reject' }) note: Note,
    @UploadedFile('file', { to: Archive }) _: Upload,
  ) {
    return note;
  }
  @Post('/bare') @HttpCode(200) bare() {
    return {};
  }
  @Post('/hook') @HttpCode(200) @WithoutCsrf() hook(@Body({ unvalidated: true }) body: object) {
    return body;
  }
}

const start = (options = {}) => startApp({ controllers: [Notes], providers: [Archive], options });
const form = (fields: Record<string, string>) => new URLSearchParams(fields);

/** Gives a browser that has a session, and a token of it. */
async function visit(options = {}): Promise<{ browser: Browser; token: string }> {
  const browser = new Browser(await start(options));
  return { browser, token: await browser.token() };
}

/** Gives the status and the code of the problem. */
async function sent(browser: Browser, url: string, body: unknown, headers: RequestOptions['headers'] = {}) {
  const reply = await browser.post(url, body, { headers });
  return reply.problem?.code ?? reply.status;
}

test('takes a form with a token of its session, in a field or a header, and keeps the field from the input', async () => {
  const { browser, token } = await visit();
  expect((await browser.post('/notes', form({ _csrf: token, text: 'a' }))).body).toEqual({ text: 'a' });
  expect((await browser.post('/items', form({ _csrf: token, name: 'a' }))).body).toEqual({ name: 'a' });
  expect(await sent(browser, '/notes', form({ text: 'a' }), { 'x-csrf-token': token })).toBe(200);
  expect(await sent(browser, '/items', { name: 'a' }, { 'x-csrf-token': token })).toBe(200);
});

test('refuses what changes something and has no token, whatever its type, and whoever the visitor is', async () => {
  const { browser } = await visit();
  const text = { 'content-type': 'text/plain' };
  expect(await sent(browser, '/notes', form({ text: 'a' }))).toBe('csrf');
  expect(await sent(browser, '/items', { name: 'a' })).toBe('csrf');
  expect(await sent(browser, '/notes/bare', undefined)).toBe('csrf');
  expect((await browser.app.patch('/notes', { body: { text: 'a' }, headers: { cookie: browser.cookie } })).status).toBe(
    403,
  );
  // Without a session, for which a form of a sign-in page has none yet.
  const stranger = new Browser(browser.app);
  expect(await sent(stranger, '/notes', form({ text: 'a' }))).toBe('csrf');
  expect(await sent(stranger, '/notes/text', 'a', text)).toBe('csrf');
  expect(await sent(stranger, '/notes/text', 'a')).toBe('csrf');
  const multipart = new FormData();
  multipart.set('text', 'a');
  expect(await sent(stranger, '/notes', multipart)).toBe('csrf');
});

test('lets programs without a session send what browsers do not send to other sites', async () => {
  const program = new Browser(await start());
  expect(await sent(program, '/items', { name: 'a' })).toBe(200);
  expect(await sent(program, '/notes/bare', undefined)).toBe(200);
});

test('refuses tokens of another session, in the query, twice, changed, and of the wrong shape', async () => {
  const { browser, token } = await visit();
  const other = new Browser(browser.app);
  const foreign = await other.token();
  const twice = form({ _csrf: token, text: 'a' });
  twice.append('_csrf', token);
  for (const body of [
    form({ _csrf: foreign, text: 'a' }),
    twice,
    ...['', 'a', 'null', '__proto__', `${token}a`, token.slice(1), token.toUpperCase(), '='.repeat(64)].map((_csrf) =>
      form({ _csrf, text: 'a' }),
    ),
  ])
    expect(await sent(browser, '/notes', body)).toBe('csrf');
  expect(await sent(browser, `/notes?_csrf=${token}&x-csrf-token=${token}`, form({ text: 'a' }))).toBe('csrf');
  expect(await sent(browser, '/items', { name: 'a', _csrf: token })).toBe('csrf');
  // A good field does not help beside a bad header.
  expect(await sent(browser, '/notes', form({ _csrf: token, text: 'a' }), { 'x-csrf-token': foreign })).toBe('csrf');
});

test('takes a token twice, and another one of the same session, each of which looks different', async () => {
  const { browser, token } = await visit();
  const second = await browser.token();
  expect(second).not.toBe(token);
  for (const one of [token, token, second])
    expect(await sent(browser, '/notes', form({ _csrf: one, text: 'a' }))).toBe(200);
});

test('refuses a request that a browser says comes from another site, with a good token too', async () => {
  const { browser, token } = await visit();
  const good = form({ _csrf: token, text: 'a' });
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'same-origin, cross-site' },
    { 'sec-fetch-site': '' },
    { origin: 'https://evil.example' },
    { origin: 'http://sub.localhost' },
    { origin: 'http://localhost:81' },
    { origin: 'null' },
    { origin: 'file://' },
    { origin: 'localhost' },
    { origin: '' },
  ])
    expect([headers, await sent(browser, '/notes', good, headers)]).toEqual([headers, 'csrf']);
  for (const headers of [
    { 'sec-fetch-site': 'same-origin', origin: 'null' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://localhost:80' },
    { origin: 'https://localhost' },
  ])
    expect([headers, await sent(browser, '/notes', good, headers)]).toEqual([headers, 200]);
});

test('takes what origins send that are trusted, with a token', async () => {
  const { browser, token } = await visit({ trustedOrigins: ['https://app.example.com'] });
  const headers = { origin: 'https://app.example.com', 'sec-fetch-site': 'same-site' };
  expect(await sent(browser, '/notes', form({ _csrf: token, text: 'a' }), headers)).toBe(200);
  expect(await sent(browser, '/notes', form({ text: 'a' }), headers)).toBe('csrf');
});

test('asks no token of who says who it is by a header that browsers do not send by themselves', async () => {
  const { browser } = await visit();
  const send = (authorization: string, more = {}) =>
    sent(browser, '/notes', form({ text: 'a' }), { authorization, ...more });
  expect(await send('Bearer x')).toBe(200);
  expect(await send('Token x')).toBe(200);
  for (const ambient of [
    'Basic YTpi',
    'basic YTpi',
    ' Basic YTpi',
    'Digest a=b',
    'Negotiate x',
    'NTLM x',
    'Basic',
    '',
    ' ',
  ])
    expect([ambient, await send(ambient)]).toEqual([ambient, 'csrf']);
  // The session beside it is not for pages of other sites.
  expect(await send('Bearer x', { origin: 'https://evil.example' })).toBe('csrf');
  expect(
    await sent(new Browser(browser.app), '/notes', form({ text: 'a' }), {
      authorization: 'Bearer x',
      origin: 'https://evil.example',
    }),
  ).toBe(200);
});

test('takes forms without a token where the route says so', async () => {
  const { browser } = await visit();
  expect((await browser.post('/notes/hook', form({ a: 'b' }))).body).toEqual({ a: 'b' });
});

test('protects raw routes of Fastify, and lets them say otherwise', async () => {
  const app = await start();
  app.fastify.post('/raw', (request) => request.body);
  app.fastify.post('/raw-hook', { config: { csrf: false } }, (request) => request.body);
  const browser = new Browser(app);
  const token = await browser.token();
  expect(await sent(browser, '/raw', form({ a: 'b' }))).toBe('csrf');
  expect((await browser.post('/raw', form({ _csrf: token, a: 'b' }))).body).toEqual({ a: 'b' });
  expect((await browser.post('/raw-hook', form({ a: 'b' }))).body).toEqual({ a: 'b' });
});

test('tells 404 of a path that nobody has, whatever is sent to it', async () => {
  const { browser } = await visit();
  expect((await browser.post('/nowhere', form({ a: 'b' }))).status).toBe(404);
});

test('sees the token before any file leads to anything', async () => {
  const { browser, token } = await visit();
  const archive = browser.app.get(Archive);
  const file = new File(['hello'], 'a.txt', { type: 'text/plain' });
  const send = (...parts: readonly (readonly [string, string | File])[]) => {
    const body = new FormData();
    for (const [name, value] of parts) body.append(name, value);
    return sent(browser, '/notes/files', body);
  };
  expect(await send(['text', 'a'], ['file', file])).toBe('csrf');
  expect(await send(['file', file], ['_csrf', token], ['text', 'a'])).toBe('csrf');
  expect(await send(['_csrf', `${token}x`], ['text', 'a'], ['file', file])).toBe('csrf');
  expect(archive.opened).toBe(0);
  expect(await send(['_csrf', token], ['text', 'a'], ['file', file])).toBe(200);
  expect(archive.opened).toBe(1);
});

test('is not led astray by types that are written in another way', async () => {
  const { browser } = await visit();
  const stranger = new Browser(browser.app);
  for (const type of [
    'APPLICATION/X-WWW-FORM-URLENCODED',
    'application/x-www-form-urlencoded;charset=utf-8',
    ' application/x-www-form-urlencoded ; a=b',
    'text/plain; application/json',
    'text/plain;charset=UTF-8',
  ]) {
    const reply = await stranger.post('/notes/text', 'a=b', { headers: { 'content-type': type } });
    expect([type, reply.problem?.code]).toEqual([type, 'csrf']);
  }
});

test('asks for a token where a form says that it means another method', async () => {
  const { browser, token } = await visit();
  expect(await sent(browser, '/notes?_method=PATCH', form({ text: 'a' }))).toBe('csrf');
  expect(await sent(browser, '/notes?_method=PATCH', form({ _csrf: token, text: 'a' }))).toBe(200);
});

test('refuses a WebSocket that a page of another site opens with the session', async () => {
  const { browser } = await visit();
  const upgrade = { connection: 'upgrade', upgrade: 'websocket' };
  const status = async (headers: Record<string, string>) =>
    (await browser.get('/plain', { headers: { ...upgrade, ...headers } })).status;
  expect(await status({ origin: 'https://evil.example' })).toBe(403);
  expect(await status({ origin: 'http://localhost:80' })).toBe(200);
});

test('tells a refused client nothing but what to do', async () => {
  const { browser } = await visit();
  const { problem } = await browser.post('/notes', form({ text: 'a' }));
  expect(problem).toEqual({
    type: 'about:blank',
    title: 'Forbidden',
    status: 403,
    detail:
      'This has no token of your session, or one that is too old, and was not taken. Load the page anew, and send it once more.',
    code: 'csrf',
    requestId: expect.any(String),
  });
});
