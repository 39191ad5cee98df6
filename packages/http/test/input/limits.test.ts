import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { Body, Controller, Get, Param, Post, Query, type RequestLimits } from '@tenon/http';
import { Allow, IsInt, Type, ValidateNested } from '@tenon/dto';
import { Exchange } from '../hostile/exchange.js';
import { listen, serve } from '../support/serve.js';

class Anything {
  @Allow() a?: unknown;
}

@Controller('/things')
class Things {
  @Get() list(@Query() query: Anything) {
    return query;
  }
  @Get('/:id') show(@Param('id') id: string) {
    return id.length;
  }
  @Get('/files/*') file(@Param('*') path: string) {
    return path.length;
  }
  @Post() add(@Body({ unvalidated: true }) body: unknown) {
    return { is: typeof body };
  }
  @Post('/dto') dto(@Body() { a }: Anything) {
    return { is: typeof a };
  }
}

const get = (path: string, headers = ''): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;

const post = (body: string, type = 'application/json', path = '/things'): string =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

const FORM = 'application/x-www-form-urlencoded';

async function ask(limits: RequestLimits | undefined, bytes: string): Promise<string> {
  const { port } = await listen(Things, limits && { limits });
  const [reply] = await new Exchange(port, bytes).replies();
  const { code } = JSON.parse(reply?.body || '{}') as { readonly code?: string };
  return `${reply?.status} ${code}`;
}

const passes = /^20[01] undefined$/;

test.each<[keyof RequestLimits, number, within: string, beyond: string, answer: string]>([
  ['url', 20, get(`/things?${'a'.repeat(12)}`), get(`/things?${'a'.repeat(13)}`), '414 url-too-long'],
  ['parameter', 5, get('/things/12345'), get('/things/123456'), '414 max-param-length'],
  ['queryKeys', 2, get('/things?a=1&a=2'), get('/things?a=1&a=2&a=3'), '400 too-many-keys'],
  ['formKeys', 2, post('a=1&b=2', FORM), post('a=1&b=2&c=3', FORM), '400 too-many-keys'],
  [
    'headers',
    3,
    get('/things', 'a: b\r\nc: d\r\n'),
    get('/things', 'a: b\r\nc: d\r\ne: f\r\n'),
    '431 too-many-headers',
  ],
  [
    'headerBytes',
    2000,
    get('/things', `a: ${'b'.repeat(1000)}\r\n`),
    get('/things', `a: ${'b'.repeat(3000)}\r\n`),
    '431 undefined',
  ],
  ['depth', 3, post('{"a":[[1]]}'), post('{"a":[[[1]]]}'), '400 too-deep'],
  ['keys', 2, post('{"a":1,"b":2}'), post('{"a":1,"b":2,"c":3}'), '400 too-many-keys'],
  ['items', 3, post('{"a":[1,2,3]}'), post('{"a":[1,2,3,4]}'), '400 too-long'],
  ['objects', 3, post('[{},{}]'), post('[{},{},{}]'), '400 too-many-objects'],
])('limits %s as createApp says', async (limit, most, within, beyond, answer) => {
  expect(await ask({ [limit]: most }, within)).toMatch(passes);
  expect(await ask({ [limit]: most }, beyond)).toBe(answer);
  expect(await ask(undefined, beyond)).toMatch(passes);
});

test.each<[keyof RequestLimits, body: string]>([
  ['depth', '[[[[1]]]]'],
  ['keys', '{"a":{"b":1,"c":2,"d":3,"e":4}}'],
  ['items', '{"a":[1,2,3,4]}'],
])('limits %s of DTOs as well, and only once', async (limit, inside) => {
  const body = post(`{"a":${inside}}`, 'application/json', '/things/dto');
  expect(await ask({ [limit]: 3 }, body)).toMatch(/^400 too-/);
  expect(await ask({ [limit]: 100_000 }, body)).toMatch(passes);
});

test('lets DTOs be as large as createApp says', async () => {
  const list = `{"a":[${'1,'.repeat(20_000)}1]}`;
  const wide = `{"a":{${Array.from({ length: 2000 }, (_, n) => `"k${n}":1`).join(',')}}}`;
  const deep = `{"a":${'['.repeat(100)}${']'.repeat(100)}}`;
  for (const body of [list, wide, deep].map((text) => post(text, 'application/json', '/things/dto'))) {
    expect(await ask(undefined, body)).toMatch(/^400 too-/);
    expect(await ask({ depth: 200, keys: Infinity, items: Infinity }, body)).toMatch(passes);
  }
});

test('looks at no more than a thousand items that are not valid', async () => {
  class Point {
    @IsInt() x!: number;
    @IsInt() y!: number;
  }
  class Shape {
    @ValidateNested({ each: true }) @Type(() => Point) points!: Point[];
  }
  @Controller('/shapes')
  class Shapes {
    @Post() add(@Body() { points }: Shape) {
      return points.length;
    }
    @Post('/points') addPoints(@Body([Point]) points: Point[]) {
      return points.length;
    }
  }
  const app = await serve(Shapes);
  const points = Array.from({ length: 10_000 }, () => ({}));
  for (const [url, payload] of [
    ['/shapes', { points }],
    ['/shapes/points', points],
  ] as const) {
    const reply = await app.inject({ method: 'POST', url, payload });
    expect(reply.json()).toMatchObject({ status: 422, errorCount: 2000 });
    expect(reply.json<{ errors: unknown[] }>().errors).toHaveLength(100);
  }
});

test.each([
  ['brackets in texts', `{"a":"${'[{'.repeat(500)}"}`],
  ['commas in texts', `["${','.repeat(20_000)}"]`],
  ['quotes in texts', `["${'\\",'.repeat(20_000)}"]`],
  ['backslashes at the end of texts', `[${Array.from({ length: 9000 }, () => '"\\\\"').join(',')}]`],
  ['many short lists', `[${Array.from({ length: 9000 }, () => '[1,2]').join(',')}]`],
  ['many small objects', `[${Array.from({ length: 9000 }, () => '{"a":1,"b":2}').join(',')}]`],
  ['1,000 keys', `{${Array.from({ length: 1000 }, (_, n) => `"k${n}":{}`).join(',')}}`],
  ['10,000 items', `[${'1,'.repeat(9999)}1]`],
  ['64 levels', `${'['.repeat(64)}${']'.repeat(64)}`],
])('counts %s as what they are', async (_, body) => {
  expect(await ask(undefined, post(body))).toBe('201 undefined');
});

test('holds for raw routes of Fastify too', async () => {
  const app = await serve(Things);
  app.fastify.post('/raw', ({ body }) => ({ is: typeof body }));
  const send = (payload: string) =>
    app.inject({ method: 'POST', url: '/raw', payload, headers: { 'content-type': 'application/json' } });
  expect((await send('[1]')).statusCode).toBe(200);
  expect((await send('['.repeat(65) + ']'.repeat(65))).json()).toMatchObject({ status: 400, code: 'too-deep' });
});

test('lets a wildcard be as long as the URL may be', async () => {
  expect(await ask(undefined, get(`/things/files/${'a'.repeat(1000)}`))).toMatch(passes);
});

test('leaves what Fastify is told to Fastify', async () => {
  const app = await serve(Things, { fastify: { routerOptions: { maxParamLength: 3 } } });
  expect((await app.inject('/things/1234')).statusCode).toBe(414);
});

test('says what would be taken in place of what is not', async () => {
  const app = await serve(Things);
  const { statusCode, headers } = await app.inject({
    method: 'POST',
    url: '/things',
    payload: '<a/>',
    headers: { 'content-type': 'application/xml' },
  });
  expect(statusCode).toBe(415);
  expect(headers['accept']).toBe('application/json, application/x-www-form-urlencoded');
});
