import { connect } from 'node:http2';
import { expect, test } from '@jest/globals';
import { Controller, Delete, type FastifyRequest, Form, Get, Patch, Post, Put, Req } from '@tenon/http';
import { IsOptional, IsString } from '@tenon/dto';
import { CHROMIUM, FORM } from '../support/pages.js';
import { listen, serve } from '../support/serve.js';

class Note {
  @IsOptional() @IsString() text?: string;
}

@Controller('/notes')
class Notes {
  @Get()
  list() {
    return 'get';
  }

  @Post()
  create(@Form() _: Note) {
    return 'post';
  }

  @Put()
  replace(@Req() { url }: FastifyRequest) {
    return `put ${url}`;
  }

  @Patch()
  change(@Form() { text }: Note, @Req() { url, originalUrl }: FastifyRequest) {
    return `patch ${text ?? ''} ${url} ${originalUrl}`;
  }

  @Delete()
  remove(@Req() { url }: FastifyRequest) {
    return `delete ${url}`;
  }
}

@Controller('/api')
class Api {
  @Post()
  create() {
    return 'post';
  }

  @Delete()
  remove() {
    return 'delete';
  }
}

const MULTIPART = 'multipart/form-data; boundary=x';

async function send(url: string, headers: Readonly<Record<string, string>> = {}, method: 'POST' | 'GET' = 'POST') {
  const app = await serve([Notes, Api]);
  return app.inject({
    method,
    url,
    headers: { 'content-type': FORM, host: 'shop.example', ...headers },
    ...(method === 'POST' && { payload: 'text=tea' }),
  });
}

test.each([
  ['/notes?_method=PATCH', 'patch tea /notes /notes?_method=PATCH'],
  ['/notes?_method=put', 'put /notes'],
  ['/notes?_method=Delete', 'delete /notes'],
  ['/notes?a=1&_method=PUT', 'put /notes?a=1'],
  ['/notes?_method=PUT&a=1', 'put /notes?a=1'],
  ['/notes?a=1&_method=PUT&b=2', 'put /notes?a=1&b=2'],
])('sends a form by another method: %s', async (url, body) => {
  expect((await send(url)).body).toBe(body);
});

test.each([
  '/notes?_method=GET',
  '/notes?_method=HEAD',
  '/notes?_method=OPTIONS',
  '/notes?_method=CONNECT',
  '/notes?_method=',
  '/notes?_method=PATCH%20',
  '/notes?_method=PATCH&_method=DELETE',
  '/notes?_method=DELETE&_method=DELETE',
  '/notes?%5Fmethod=PATCH',
  '/notes?_method%3DPATCH',
  '/notes?x_method=PATCH',
  '/notes?_method[]=PATCH',
  '/notes?a=?_method=PATCH',
])('leaves a POST as it is: %s', async (url) => {
  expect((await send(url)).body).toBe('post');
});

test.each([
  ['text/plain', 415],
  ['application/json', 415],
  ['', 415],
  [`application/json, ${FORM}`, 415],
])('overrides no method of a body of the type %j', async (type, status) => {
  expect((await send('/notes?_method=DELETE', { 'content-type': type })).statusCode).toBe(status);
});

test('overrides no method but POST', async () => {
  expect((await send('/notes?_method=DELETE', {}, 'GET')).body).toBe('get');
});

test('overrides the method of a form with files', async () => {
  const app = await serve([Notes]);

  const reply = await app.inject({
    method: 'POST',
    url: '/notes?_method=PATCH',
    headers: { 'content-type': MULTIPART },
    payload: '--x\r\nContent-Disposition: form-data; name="text"\r\n\r\ntea\r\n--x--\r\n',
  });

  expect(reply.body).toMatch('patch tea');
});

test.each([
  [{ 'sec-fetch-site': 'cross-site' }],
  [{ 'sec-fetch-site': 'same-site' }],
  [{ 'sec-fetch-site': 'cross-site', origin: 'http://shop.example' }],
  [{ origin: 'https://elsewhere.example' }],
  [{ origin: 'http://shop.example.elsewhere.example' }],
  [{ origin: 'null' }],
])('lets a form of another site, of which a browser would ask first, be no more than a POST: %j', async (headers) => {
  expect((await send('/api?_method=DELETE', headers)).body).toBe('post');
});

test.each([
  [{ 'sec-fetch-site': 'same-origin', origin: 'null' }],
  [{ 'sec-fetch-site': 'none' }],
  [{ origin: 'https://shop.example' }],
  [{ origin: 'http://shop.example' }],
])('takes a form of this site: %j', async (headers) => {
  expect((await send('/api?_method=DELETE', headers)).body).toBe('delete');
});

test('tells by 405 which methods there are', async () => {
  @Controller('/one')
  class One {
    @Post()
    make(@Form() _: Note) {}
  }
  const app = await serve([One]);

  const reply = await app.inject({
    method: 'POST',
    url: '/one?_method=DELETE',
    headers: { 'content-type': FORM },
    payload: '',
  });

  expect([reply.statusCode, reply.headers['allow']]).toEqual([405, 'POST, OPTIONS']);
});

test('overrides nothing in an application without pages and forms, unless it is told to', async () => {
  const request = {
    method: 'POST',
    url: '/api?_method=DELETE',
    headers: { 'content-type': FORM },
    payload: '',
  } as const;

  expect((await (await serve(Api)).inject(request)).body).toBe('post');
  expect((await (await serve(Api, { methodOverride: true })).inject(request)).body).toBe('delete');
  expect((await (await serve([Api, Notes], { methodOverride: false })).inject(request)).body).toBe('post');
});

test("leaves the application's own rewriteUrl what comes of it", async () => {
  const seen: string[] = [];
  const app = await serve([Notes], {
    fastify: {
      rewriteUrl: ({ method = '', url = '' }) => {
        seen.push(`${method} ${url}`);
        return '/notes';
      },
    },
  });

  const reply = await app.inject({
    method: 'POST',
    url: '/old?_method=DELETE',
    headers: { 'content-type': FORM, accept: CHROMIUM },
    payload: '',
  });

  expect([seen, reply.statusCode]).toEqual([['DELETE /old'], 200]);
});

test('overrides methods over a connection that is kept, and over HTTP/2', async () => {
  const { url } = await listen([Notes]);
  const bodies: string[] = [];
  for (const query of ['?_method=PATCH', '', '?_method=DELETE']) {
    const reply = await fetch(`${url}/notes${query}`, { method: 'POST', body: new URLSearchParams({ text: 'tea' }) });
    bodies.push((await reply.text()).split(' ', 1)[0] as string);
  }
  expect(bodies).toEqual(['patch', 'post', 'delete']);

  const { port } = await listen([Notes], { fastify: { http2: true } as never });
  const session = connect(`http://127.0.0.1:${port}`);
  try {
    const stream = session.request({
      ':method': 'POST',
      ':path': '/notes?_method=PATCH',
      'content-type': FORM,
      origin: `http://127.0.0.1:${port}`,
    });
    stream.setEncoding('utf8').end('text=tea');
    let body = '';
    for await (const piece of stream as AsyncIterable<string>) body += piece;
    expect(body).toMatch('patch tea /notes');
  } finally {
    session.close();
  }
});
