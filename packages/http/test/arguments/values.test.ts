import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import {
  BadRequestException,
  Body,
  Controller,
  Cookies,
  createParamDecorator,
  DefaultValuePipe,
  type FastifyReply,
  type FastifyRequest,
  Get,
  Headers,
  Host,
  Ip,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  RawBody,
  Req,
  Res,
  UnauthorizedException,
} from '@tenon/http';
import { serve } from '../support/serve.js';

test('gives parts of the path, converted to the declared type', async () => {
  @Controller('/orders')
  class Orders {
    @Get('/:id/:big/:flag/:day/:text')
    show(
      @Param('id') id: number,
      @Param('big') big: bigint,
      @Param('flag') flag: boolean,
      @Param('day') day: Date,
      @Param('text') text: string,
    ) {
      return [typeof id, id, typeof big, String(big), flag, day instanceof Date, day.toISOString(), text];
    }
  }
  const app = await serve(Orders);
  const reply = await app.inject('/orders/7/9007199254740993/false/2026-11-25/caf%C3%A9');
  expect(reply.json()).toEqual([
    'number',
    7,
    'bigint',
    '9007199254740993',
    false,
    true,
    '2026-11-25T00:00:00.000Z',
    'café',
  ]);
});

test('refuses a part of the path that is not of its type, and names it', async () => {
  @Controller('/orders')
  class Orders {
    @Get('/:id') show(@Param('id') id: number) {
      return id;
    }
  }
  const app = await serve(Orders);
  const reply = await app.inject('/orders/x');
  expect(reply.statusCode).toBe(422);
  expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(reply.json()).toEqual({
    type: 'about:blank',
    title: 'Unprocessable Entity',
    status: 422,
    detail: 'The request is not valid.',
    requestId: expect.any(String),
    errors: [{ in: 'path', name: 'id', code: 'type', args: ['number'], message: 'id must be a number' }],
  });
});

test.each(['1,5', '0x10', '1e999', 'NaN', 'Infinity', ' 1', '', '1_000', '١'])(
  'takes %j for no number',
  async (text) => {
    @Controller()
    class Numbers {
      @Get('/n') number(@Query('n') n: number) {
        return { n };
      }
    }
    const app = await serve(Numbers);
    const reply = await app.inject({ url: '/n', query: { n: text } });
    expect(reply.json()).toMatchObject({
      status: 422,
      errors: [{ in: 'query', name: 'n', code: 'type', args: ['number'] }],
    });
  },
);

test('requires a value by name, unless it has a default value, is optional or has a DefaultValuePipe', async () => {
  @Controller()
  class Values {
    @Get('/required') required(@Query('a') a: string, @Headers('X-B') b: number, @Cookies('c') c: boolean) {
      return [a, b, c];
    }
    @Get('/optional')
    optional(
      @Query('p', new DefaultValuePipe(5)) p: number,
      @Query('o', { optional: true }) o?: string,
      @Query('d') d: number = 7,
    ) {
      return [o ?? 'none', p, d];
    }
  }
  const app = await serve(Values);
  expect((await app.inject('/required')).json()).toMatchObject({
    status: 422,
    errors: [
      { in: 'query', name: 'a', code: 'required', message: 'a is missing' },
      { in: 'header', name: 'x-b', code: 'required', message: 'x-b is missing' },
      { in: 'cookie', name: 'c', code: 'required', message: 'c is missing' },
    ],
  });
  const given = { url: '/required', query: { a: '' }, headers: { 'x-b': '-1.5e3' }, cookies: { c: 'true' } };
  expect((await app.inject(given)).json()).toEqual(['', -1500, true]);
  expect((await app.inject('/optional')).json()).toEqual(['none', 5, 7]);
  expect((await app.inject('/optional?o=1&p=2&d=3')).json()).toEqual(['1', 2, 3]);
  expect((await app.inject('/optional?p=x')).statusCode).toBe(422);
});

test('gives a list of values, also of a single one, and names the item that is not valid', async () => {
  @Controller()
  class Lists {
    @Get('/list') list(@Query('ids', [Number]) ids: number[]) {
      return ids;
    }
  }
  const app = await serve(Lists);
  expect((await app.inject('/list?ids=1&ids=2')).json()).toEqual([1, 2]);
  expect((await app.inject('/list?ids=3')).json()).toEqual([3]);
  expect((await app.inject('/list?ids=1&ids=b')).json()).toMatchObject({
    errors: [{ in: 'query', name: 'ids.1', code: 'type', message: 'each value in ids must be a number' }],
  });
  expect((await app.inject('/list')).json()).toMatchObject({ errors: [{ name: 'ids', code: 'required' }] });
});

test('refuses two values where one is wanted', async () => {
  @Controller()
  class One {
    @Get('/one') one(@Query('q') q: string) {
      return q;
    }
  }
  const app = await serve(One);
  expect((await app.inject('/one?q=a&q=b')).json()).toMatchObject({
    status: 422,
    errors: [{ in: 'query', name: 'q', code: 'type', args: ['string'] }],
  });
});

enum Sort {
  Up = 'up',
  Down = 'down',
}
enum Level {
  Low = 1,
  High = 2,
}

test('takes one of the values of an enum', async () => {
  @Controller()
  class Enums {
    @Get('/sort') sort(@Query('sort', { enum: Sort }) sort: Sort, @Query('level', { enum: Level }) level: Level) {
      return [sort, level];
    }
    @Post('/sort') post(@Body('sort', { enum: Sort }) sort: Sort, @Body('level', { enum: Level }) level: Level) {
      return [sort, level];
    }
  }
  const app = await serve(Enums);
  expect((await app.inject('/sort?sort=up&level=2')).json()).toEqual(['up', 2]);
  expect((await app.inject('/sort?sort=Up&level=High')).json()).toMatchObject({
    errors: [
      {
        in: 'query',
        name: 'sort',
        code: 'isEnum',
        args: [['up', 'down']],
        message: 'sort must be one of the following values: up, down',
      },
      { in: 'query', name: 'level', code: 'isEnum', args: [[1, 2]] },
    ],
  });
  const post = (payload: object) => app.inject({ method: 'POST', url: '/sort', payload });
  expect((await post({ sort: 'down', level: 1 })).json()).toEqual(['down', 1]);
  // JSON is taken strictly.
  expect((await post({ sort: 'down', level: '1' })).json()).toMatchObject({
    errors: [{ in: 'body', pointer: '#/level', code: 'isEnum' }],
  });
});

test('gives the address, the host, the request and the reply', async () => {
  @Controller()
  class All {
    @Get('/all')
    all(@Ip() ip: string, @Host() host: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
      reply.header('x-seen', request.method);
      return { ip, host };
    }
  }
  const app = await serve(All);
  const reply = await app.inject({ url: '/all', headers: { host: 'shop.example:8080' } });
  expect(reply.json()).toEqual({ ip: '127.0.0.1', host: 'shop.example' });
  expect(reply.headers['x-seen']).toBe('GET');
});

test('believes a proxy only if it is told to', async () => {
  @Controller()
  class Where {
    @Get('/where') where(@Ip() ip: string, @Host() host: string) {
      return [ip, host];
    }
  }
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'shop.example', host: 'inner' };
  const plain = await serve(Where);
  expect((await plain.inject({ url: '/where', headers })).json()).toEqual(['127.0.0.1', 'inner']);
  const trusting = await serve(Where, { trustProxy: 'loopback' });
  expect((await trusting.inject({ url: '/where', headers })).json()).toEqual(['203.0.113.9', 'shop.example']);
});

test('gives cookies, and signed ones only with a valid signature', async () => {
  @Controller()
  class Jar {
    @Get('/set') set(@Res() reply: FastifyReply) {
      reply.setCookie('id', '7', { signed: true, path: '/' }).setCookie('theme', 'dark');
    }
    @Get('/get') get(@Cookies('id', { signed: true }) id: number, @Cookies('theme') theme: string) {
      return [id, theme];
    }
    @Get('/jar') jar(@Cookies({ unvalidated: true }) cookies: Record<string, string>) {
      return cookies;
    }
  }
  const app = await serve(Jar, { cookies: { secret: 'a secret of some length, at least' } });
  const set = await app.inject('/set');
  expect(set.statusCode).toBe(204);
  const signed = set.cookies.find(({ name }) => name === 'id')?.value as string;
  const ask = (id: string) => app.inject({ url: '/get', cookies: { id, theme: 'dark' } });
  expect((await ask(signed)).json()).toEqual([7, 'dark']);
  expect((await ask('7')).json()).toMatchObject({ errors: [{ in: 'cookie', name: 'id', code: 'required' }] });
  expect((await ask(`8${signed.slice(1)}`)).statusCode).toBe(422);
  expect((await app.inject({ url: '/jar', cookies: { a: '1' } })).json()).toEqual({ a: '1' });
});

test('gives what decorators of parameters give, also later, through pipes, and with what they were given', async () => {
  const Language = createParamDecorator(
    (fallback: string, { request }) => request.headers['accept-language'] ?? fallback,
  );
  const Later = createParamDecorator(async (data: number) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return data + 1;
  });
  const Failing = createParamDecorator(() => {
    throw new UnauthorizedException('Who are you?');
  });
  const seen: unknown[] = [];
  @Controller()
  class Custom {
    @Get('/custom')
    custom(
      @Language('en', (value: string, parameter: object) => {
        seen.push(parameter);
        return value.toUpperCase();
      })
      language: string,
      @Later(41) later: number,
    ) {
      return [language, later];
    }
    @Get('/failing') failing(@Failing() _: string) {
      return 'no';
    }
  }
  const app = await serve(Custom);
  expect((await app.inject('/custom')).json()).toEqual(['EN', 42]);
  expect((await app.inject({ url: '/custom', headers: { 'accept-language': 'de' } })).json()).toEqual(['DE', 42]);
  expect(seen[0]).toEqual({ in: 'custom', name: undefined, type: String, data: 'en' });
  expect((await app.inject('/failing')).json()).toMatchObject({ status: 401, detail: 'Who are you?' });
});

test('refuses what is no UUID, in any place, and one of another version', async () => {
  @Controller()
  class Ids {
    @Get('/ids/:id') show(@Param('id', ParseUUIDPipe) id: string) {
      return id;
    }
    @Get('/four') four(@Query('id', new ParseUUIDPipe({ version: 4 })) id: string) {
      return id;
    }
    @Post('/ids') post(@Body('the/id', ParseUUIDPipe) id: string) {
      return id;
    }
    @Post('/whole') whole(@Body(ParseUUIDPipe) id: string) {
      return id;
    }
    @Get('/custom') custom(@Word('x', ParseUUIDPipe) id: string) {
      return id;
    }
  }
  const app = await serve(Ids);
  const seven = '01932c07-209c-7e3f-8e1e-3f6d3b6f7a10';
  expect((await app.inject(`/ids/${seven}`)).body).toBe(seven);
  expect((await app.inject('/ids/1')).json()).toMatchObject({
    status: 422,
    errors: [{ in: 'path', name: 'id', code: 'isUuid', message: 'id must be a UUID' }],
  });
  expect((await app.inject(`/four?id=${seven}`)).json()).toMatchObject({
    errors: [{ in: 'query', name: 'id', code: 'isUuid', message: 'id must be a UUID of version 4' }],
  });
  const post = (url: string, payload: object | string) =>
    app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json' } });
  expect((await post('/ids', { 'the/id': 'x' })).json()).toMatchObject({
    errors: [{ in: 'body', pointer: '#/the~1id', code: 'isUuid' }],
  });
  expect((await post('/whole', '"x"')).json()).toMatchObject({
    errors: [{ in: 'body', pointer: '#', code: 'isUuid' }],
  });
  expect((await app.inject('/custom')).statusCode).toBe(400);
});

const Word = createParamDecorator((word: string) => word);

test('gives the body byte by byte, beside what it says', async () => {
  @Controller()
  class Hooks {
    @Post('/raw') raw(@RawBody() raw: Buffer) {
      return raw.toString('hex');
    }
    @Post('/both') both(@RawBody() raw: Buffer, @Body('a') a: number) {
      return [raw.toString(), a];
    }
  }
  const app = await serve(Hooks);
  const post = (url: string, payload: Buffer | string, type?: string) =>
    app.inject({ method: 'POST', url, payload, headers: type === undefined ? {} : { 'content-type': type } });
  expect((await post('/raw', Buffer.from([0, 255, 1]), 'application/octet-stream')).body).toBe('00ff01');
  expect((await post('/raw', Buffer.from([0, 255, 1]))).body).toBe('00ff01');
  expect((await post('/raw', Buffer.alloc(0))).body).toBe('');
  expect((await post('/both', '{ "a":  1 }', 'application/json')).json()).toEqual(['{ "a":  1 }', 1]);
});

test('tells what a pipe refuses by an exception of its own', async () => {
  @Controller()
  class Piped {
    @Get('/piped')
    piped(
      @Query('a', (value: string) => {
        if (value === 'bad') throw new BadRequestException('not this one', { code: 'bad' });
        return Promise.resolve(value.toUpperCase());
      })
      a: string,
    ) {
      return { a };
    }
  }
  const app = await serve(Piped);
  expect((await app.inject('/piped?a=bad')).json()).toMatchObject({ status: 400, detail: 'not this one', code: 'bad' });
  expect((await app.inject('/piped?a=good')).json()).toEqual({ a: 'GOOD' });
});

test('tells what several pipes refuse in one reply', async () => {
  @Controller()
  class Pairs {
    @Get('/pair') pair(
      @Query('a', ParseUUIDPipe) a: string,
      @Query('b', (value: string) => Promise.resolve(value), ParseUUIDPipe) b: string,
      @Query('c', (value: string) => value) c: string,
    ) {
      return [a, b, c];
    }
  }
  const app = await serve(Pairs);
  expect((await app.inject('/pair?a=1&b=2&c=3')).json()).toMatchObject({
    errors: [
      { in: 'query', name: 'a', code: 'isUuid' },
      { in: 'query', name: 'b', code: 'isUuid' },
    ],
  });
});
