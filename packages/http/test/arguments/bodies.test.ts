import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { IsBoolean, IsInt, IsOptional, IsString } from '@tenon/dto';
import { Body, BodyLimit, Controller, Delete, Get, Param, Patch, Post, Put } from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { pause, Wire } from '../support/socket.js';

class Form {
  @IsString() name!: string;
  @IsOptional() @IsInt() age?: number;
  @IsOptional() @IsBoolean() isOk?: boolean;
  @IsOptional() @IsInt({ each: true }) ids?: number[];
}

@Controller()
class Bodies {
  @Post('/form') form(@Body() form: Form) {
    return form;
  }
  @Post('/any') any(@Body({ unvalidated: true }) body: unknown) {
    return { type: typeof body, body };
  }
  @Post('/text') text(@Body() text: string) {
    return text;
  }
  @Post('/number') number(@Body() number: number) {
    return { number };
  }
  @Post('/numbers') numbers(@Body('list', { unvalidated: true }) list: unknown) {
    return { list };
  }
  @Patch('/form') patch(@Body() form: Form) {
    return form;
  }
  @Put('/none') none() {
    return 'put';
  }
  @Delete('/none') gone() {
    return 'deleted';
  }
  @Get('/get') get() {
    return 'got';
  }
  @Post('/small') @BodyLimit(10) small(@Body({ unvalidated: true }) body: unknown) {
    return body;
  }
  @Post('/small-text') @BodyLimit(10) smallText(@Body() text: string) {
    return text;
  }
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

async function post(url: string, payload: string | Buffer, type: string | undefined, options = {}) {
  const app = await serve(Bodies, options);
  const headers = type === undefined ? {} : { 'content-type': type };
  return app.inject({ method: 'POST', url, payload, headers });
}

test('takes a form, whose strings become the declared types', async () => {
  const reply = await post('/form', 'name=a+b%21&age=7&isOk=false&ids=1&ids=2', FORM_TYPE);
  expect(reply.json()).toEqual({ name: 'a b!', age: 7, isOk: false, ids: [1, 2] });
  expect((await post('/form', 'name=a&age=x', `${FORM_TYPE}; charset=utf-8`)).json()).toMatchObject({
    status: 422,
    errors: [{ in: 'body', pointer: '#/age', code: 'type', args: ['integer'] }],
  });
  expect((await post('/form', 'name=a&age=1', 'Application/X-WWW-Form-URLEncoded')).json()).toEqual({
    name: 'a',
    age: 1,
  });
});

test.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON', 'application/vnd.shop.v1+json'])(
  'takes JSON as %s',
  async (type) => {
    expect((await post('/form', '{"name":"a"}', type)).json()).toEqual({ name: 'a' });
  },
);

test('takes a merge patch', async () => {
  const app = await serve(Bodies);
  const headers = { 'content-type': 'application/merge-patch+json' };
  const reply = await app.inject({ method: 'PATCH', url: '/form', payload: '{"name":"a"}', headers });
  expect(reply.json()).toEqual({ name: 'a' });
});

test('takes text of any type for a string, and JSON for one', async () => {
  expect((await post('/text', 'grüß', 'text/plain')).body).toBe('grüß');
  expect((await post('/text', '<a/>', 'application/xml')).body).toBe('<a/>');
  expect((await post('/text', '"a"', JSON_TYPE)).body).toBe('a');
  expect((await post('/text', '{}', JSON_TYPE)).json()).toMatchObject({
    errors: [{ in: 'body', pointer: '#', code: 'type', args: ['string'], message: 'the body must be a string' }],
  });
  expect((await post('/number', '7', JSON_TYPE)).json()).toEqual({ number: 7 });
  expect((await post('/number', '"7"', JSON_TYPE)).statusCode).toBe(422);
});

test.each([
  ['text/plain', 'a string'],
  ['application/octet-stream', 'bytes'],
  ['multipart/form-data; boundary=x', 'parts'],
  ['application/jsonx', 'something like JSON'],
])('refuses a body of type %s where an object is wanted, with 415', async (type) => {
  const reply = await post('/form', '{"name":"a"}', type);
  expect(reply.statusCode).toBe(415);
  expect(reply.json()).toMatchObject({
    status: 415,
    title: 'Unsupported Media Type',
    detail: 'A body of this Content-Type is not taken here.',
  });
});

test('refuses a body without a type, or with one that cannot be read, with 415', async () => {
  expect((await post('/form', '{"name":"a"}', undefined)).json()).toMatchObject({
    status: 415,
    detail: 'The body has no Content-Type.',
  });
  expect((await post('/form', '{"name":"a"}', 'nonsense')).json()).toMatchObject({ status: 415 });
});

test('refuses a body of a wrong type before it has come', async () => {
  const { port } = await listen(Bodies);
  const wire = new Wire(port);
  wire.write(
    'POST /form HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\nContent-Length: 900000\r\n\r\nsome of it',
  );
  const text = await wire.closed();
  expect(text).toMatch(/^HTTP\/1\.1 415 /);
});

test.each([
  ['{"a":', 'invalid-json'],
  ['', 'invalid-json'],
  ['{"a":1}x', 'invalid-json'],
  ["{'a':1}", 'invalid-json'],
])('refuses %j, which is no JSON, with 400', async (payload, code) => {
  const app = await serve(Bodies);
  const headers = { 'content-type': JSON_TYPE, 'content-length': String(payload.length) };
  const reply = await app.inject({ method: 'POST', url: '/any', payload, headers });
  expect(reply.json()).toMatchObject({ status: 400, title: 'Bad Request', code });
  expect(reply.body).not.toContain('position');
});

test('passes over a byte order mark', async () => {
  expect((await post('/form', '\uFEFF{"name":"a"}', JSON_TYPE)).json()).toEqual({ name: 'a' });
});

test.each([JSON_TYPE, FORM_TYPE, 'text/plain'])('refuses invalid UTF-8 as %s with 400', async (type) => {
  const url = type === 'text/plain' ? '/text' : '/any';
  const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
  const reply = await post(url, bytes, type);
  expect(reply.json()).toMatchObject({ status: 400, code: 'invalid-utf8', detail: 'The body is not valid UTF-8.' });
});

test('takes a character whose bytes come in two pieces', async () => {
  const { port } = await listen(Bodies);
  const body = Buffer.from('{"name":"€"}');
  const cut = body.indexOf(0xe2) + 1;
  for (const [url, type, payload] of [
    ['/form', JSON_TYPE, body],
    ['/text', 'text/plain', body],
  ] as const) {
    const wire = new Wire(port);
    wire.write(
      `POST ${url} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${payload.length}\r\nConnection: close\r\n\r\n`,
    );
    wire.write(payload.subarray(0, cut));
    await pause(20);
    wire.write(payload.subarray(cut));
    const text = Buffer.from(await wire.closed(), 'latin1').toString();
    expect(text).toContain('{"name":"€"}');
  }
});

test.each(['{"__proto__":{"a":1}}', '{"constructor":{"prototype":{"a":1}}}', '{"\\u005f_proto__":{"a":1}}'])(
  'refuses %s with 400',
  async (payload) => {
    const reply = await post('/any', payload, JSON_TYPE);
    expect(reply.json()).toMatchObject({ status: 400, code: 'invalid-json' });
    expect(({} as { a?: number }).a).toBeUndefined();
  },
);

test('takes harmless uses of such words', async () => {
  const payload = '{"constructor":"Ada","note":"__proto__","u":"\\u00fc"}';
  expect((await post('/any', payload, JSON_TYPE)).json()).toEqual({
    type: 'object',
    body: { constructor: 'Ada', note: '__proto__', u: 'ü' },
  });
});

test('lets no form and no query reach a prototype', async () => {
  for (const path of ['/any', '/form']) {
    const refused = await post(path, '__proto__=1&name=a', FORM_TYPE);
    expect(refused.json()).toMatchObject({ status: 400, code: 'unsafe-key' });
  }
  expect((await post('/any', 'constructor=2&hasOwnProperty=3', FORM_TYPE)).statusCode).toBe(201);
  expect((await post('/form', 'name=a&toString=3', FORM_TYPE)).json()).toEqual({ name: 'a' });
  const app = await serve(Bodies);
  expect((await app.inject('/get?__proto__=1')).json()).toMatchObject({ status: 400, code: 'unsafe-key' });
  for (const name of ['constructor', 'hasOwnProperty', 'toString']) {
    expect((await app.inject({ method: 'POST', url: '/numbers', payload: {} })).json()).toEqual({});
    expect((await app.inject(`/get?${name}=1`)).body).toBe('got');
  }
});

test('outlives JSON of 20,000 levels', async () => {
  const deep = '['.repeat(20_000) + ']'.repeat(20_000);
  expect([400, 422]).toContain((await post('/form', deep, JSON_TYPE)).statusCode);
  expect([201, 400]).toContain((await post('/form', `{"name":"a","x":${deep}}`, JSON_TYPE)).statusCode);
  expect([400, 422]).toContain((await post('/form', `{"name":${deep}}`, JSON_TYPE)).statusCode);
  // Taken as it is and sent back: whatever comes, the process goes on.
  expect((await post('/any', deep, JSON_TYPE)).statusCode).toBeGreaterThanOrEqual(200);
});

test('refuses 50,000 unknown keys as too many', async () => {
  const wide = JSON.stringify(
    Object.fromEntries([['name', 'a'], ...Array.from({ length: 50_000 }, (_, at) => [`k${at}`, at])]),
  );
  expect((await post('/form', wide, JSON_TYPE)).json()).toMatchObject({
    status: 400,
    code: 'too-many-keys',
    detail: 'An object in the input has too many properties.',
  });
  expect((await post('/form', wide, JSON_TYPE, { unknown: 'reject' })).statusCode).toBe(400);
});

test('refuses a body that is too large with 413', async () => {
  expect((await post('/small', '"123456789"', JSON_TYPE)).json()).toMatchObject({
    status: 413,
    title: 'Payload Too Large',
    code: 'ctp-body-too-large',
  });
  expect((await post('/small', '"1234567"', JSON_TYPE)).statusCode).toBe(201);
  expect((await post('/small-text', '12345678901', 'text/plain')).json()).toMatchObject({
    status: 413,
    code: 'ctp-body-too-large',
  });
  expect((await post('/small-text', '1234567890', 'text/plain')).statusCode).toBe(201);
  expect((await post('/any', '"123456789"', JSON_TYPE, { bodyLimit: 10 })).statusCode).toBe(413);
  expect((await post('/any', `"${'x'.repeat(1024 * 1024)}"`, JSON_TYPE)).statusCode).toBe(413);
});

test.each(['/small', '/small-text'])('refuses too large a body of unknown length with 413 at %s', async (url) => {
  const { port } = await listen(Bodies);
  const wire = new Wire(port);
  const type = url === '/small' ? JSON_TYPE : 'text/plain';
  wire.write(`POST ${url} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\n\r\n`);
  wire.write('f\r\n"12345678901234\r\n');
  expect(await wire.until('}')).toMatch(/^HTTP\/1\.1 413 /);
  wire.goAway();
});

test('takes requests without a body where none is wanted', async () => {
  const app = await serve(Bodies);
  expect((await app.inject({ method: 'PUT', url: '/none' })).body).toBe('put');
  expect((await app.inject({ method: 'DELETE', url: '/none' })).body).toBe('deleted');
  expect((await app.inject({ method: 'POST', url: '/any' })).json()).toEqual({ type: 'undefined' });
});

test('does not read the body of a GET request, and serves the next one on the connection', async () => {
  const { port } = await listen(Bodies);
  const wire = new Wire(port);
  wire.write('GET /get HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{"a":');
  await wire.until('got');
  wire.write('GET /get HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect((await wire.closed()).match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
});

test('says that nothing is there before it looks at what was sent to it', async () => {
  const app = await serve(Bodies);
  const ask = (payload: string, type: string) =>
    app.inject({ method: 'POST', url: '/nowhere', payload, headers: { 'content-type': type } });
  expect((await ask('{', JSON_TYPE)).statusCode).toBe(404);
  expect((await ask('a', 'text/plain')).statusCode).toBe(404);
  expect((await ask('a', 'image/png')).statusCode).toBe(404);
});

test("leaves text to Fastify's own routes, and parsers to plugins", async () => {
  const app = await serve(Bodies);
  app.fastify.post('/raw', (request) => ({ body: request.body }));
  app.fastify.addContentTypeParser('application/yaml', { parseAs: 'string' }, (_, body, done) => {
    done(null, { yaml: body });
  });
  const ask = (url: string, payload: string, type: string) =>
    app.inject({ method: 'POST', url, payload, headers: { 'content-type': type } });
  expect((await ask('/raw', 'a', 'text/plain')).json()).toEqual({ body: 'a' });
  expect((await ask('/raw', 'a: 1', 'application/yaml')).json()).toEqual({ body: { yaml: 'a: 1' } });
  expect((await ask('/any', 'a: 1', 'application/yaml')).json()).toEqual({ type: 'object', body: { yaml: 'a: 1' } });
});

test('takes no body for none, whatever type it would be of, where the handler asks for none', async () => {
  @Controller('/orders')
  class OrderController {
    @Delete('/:id') remove(@Param('id') id: string) {
      return { removed: id };
    }
    @Post() create(@Body({ unvalidated: true }) _input: unknown) {
      return 'created';
    }
  }
  const app = await serve(OrderController);
  const headers = { 'content-type': JSON_TYPE, 'content-length': '0' };
  expect((await app.inject({ method: 'DELETE', url: '/orders/7', headers })).json()).toEqual({ removed: '7' });
  expect((await app.inject({ method: 'POST', url: '/orders', headers })).statusCode).toBe(400);
});

test('takes an empty part of a path for none', async () => {
  @Controller('/orders')
  class OrderController {
    @Delete('/:id') remove(@Param('id') id: string) {
      return { removed: id };
    }
  }
  const app = await serve(OrderController);
  const reply = await app.inject({ method: 'DELETE', url: '/orders/' });
  expect(reply.json()).toMatchObject({ status: 422, errors: [{ in: 'path', name: 'id', code: 'required' }] });
});
