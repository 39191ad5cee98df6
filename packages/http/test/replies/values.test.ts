import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { Exclude, Expose } from '@tenon/dto';
import {
  Controller,
  type FastifyReply,
  Get,
  Header,
  HttpCode,
  NotFoundException,
  Post,
  Query,
  Redirect,
  Res,
  Returns,
} from '@tenon/http';
import { listen, serve } from '../support/serve.js';

class User {
  name = 'ada';
  @Exclude() password = 'secret';
}

class Money {
  constructor(
    readonly cents: number,
    readonly internal = 'x',
  ) {}
  toJSON(key: string) {
    return { [key || 'cents']: this.cents };
  }
}

/** What decorators say of a class counts more than what it says itself. */
class Account {
  name = 'a';
  @Exclude() password = 'secret';
  toJSON() {
    return { all: this.password };
  }
}

class Renamed {
  @Expose({ name: 'full_name' }) fullName = 'Ada L.';
}

const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;

@Controller()
class Values {
  @Get('/string') string() {
    return 'grüß';
  }
  @Get('/html') @Header('content-type', 'text/html; charset=utf-8') html() {
    return '<b>x</b>';
  }
  @Get('/number') number() {
    return 7;
  }
  @Get('/false') false() {
    return false;
  }
  @Get('/null') null() {
    return null;
  }
  @Get('/nothing') nothing() {}
  @Post('/nothing') created() {}
  @Get('/nothing-200') @HttpCode(200) nothing200() {}
  @Get('/later') async later() {
    await Promise.resolve();
    return { a: 1 };
  }
  @Get('/buffer') buffer() {
    return Buffer.from('bytes');
  }
  @Get('/typed') typed() {
    return new Uint16Array([0x6161, 0x6262, 0x6363]).subarray(1);
  }
  @Get('/array-buffer') arrayBuffer() {
    return new Uint8Array([97, 98]).buffer;
  }
  @Get('/shared') shared() {
    const bytes = new Uint8Array(new SharedArrayBuffer(3));
    bytes.set([97, 98, 99]);
    return bytes.subarray(1);
  }
  @Get('/user') user() {
    return new User();
  }
  @Get('/nested') nested() {
    return { users: [new User()], by: { name: new User() }, map: new Map([['u', new User()]]), renamed: new Renamed() };
  }
  @Get('/map') map() {
    return new Map([['a', 1]]);
  }
  @Get('/set') set() {
    return new Set([1, 2]);
  }
  @Get('/date') date() {
    return { at: new Date(0) };
  }
  @Get('/bigint') bigint() {
    return { big: 1n };
  }
  @Get('/function') function() {
    return () => 1;
  }
  @Get('/cyclic') cyclic() {
    return cyclic;
  }
  @Get('/error') error() {
    return new NotFoundException('returned');
  }
  @Get('/own-json') ownJson() {
    const url = new URL('http://x.example/');
    return { price: new Money(5), list: [new Money(6)], url, account: new Account(), of: () => 1, items: [() => 1] };
  }
  @Get('/money') money() {
    return new Money(7);
  }
  @Get('/proto') proto() {
    return JSON.parse('{"__proto__":{"a":1},"b":2}') as object;
  }
}

test.each([
  ['/string', 200, 'text/plain; charset=utf-8', 'grüß'],
  ['/html', 200, 'text/html; charset=utf-8', '<b>x</b>'],
  ['/number', 200, 'application/json; charset=utf-8', '7'],
  ['/false', 200, 'application/json; charset=utf-8', 'false'],
  ['/null', 200, 'application/json; charset=utf-8', 'null'],
  ['/nothing', 204, undefined, ''],
  ['/nothing-200', 200, undefined, ''],
  ['/later', 200, 'application/json; charset=utf-8', '{"a":1}'],
  ['/buffer', 200, 'application/octet-stream', 'bytes'],
  ['/typed', 200, 'application/octet-stream', 'bbcc'],
  ['/array-buffer', 200, 'application/octet-stream', 'ab'],
  ['/shared', 200, 'application/octet-stream', 'bc'],
  ['/user', 200, 'application/json; charset=utf-8', '{"name":"ada"}'],
  [
    '/nested',
    200,
    'application/json; charset=utf-8',
    '{"users":[{"name":"ada"}],"by":{"name":{"name":"ada"}},"map":{"u":{"name":"ada"}},"renamed":{"full_name":"Ada L."}}',
  ],
  ['/map', 200, 'application/json; charset=utf-8', '{"a":1}'],
  ['/set', 200, 'application/json; charset=utf-8', '[1,2]'],
  [
    '/own-json',
    200,
    'application/json; charset=utf-8',
    '{"price":{"price":5},"list":[{"0":6}],"url":"http://x.example/","account":{"name":"a"},"items":[null]}',
  ],
  ['/money', 200, 'application/json; charset=utf-8', '{"cents":7}'],
  ['/date', 200, 'application/json; charset=utf-8', '{"at":"1970-01-01T00:00:00.000Z"}'],
  ['/proto', 200, 'application/json; charset=utf-8', '{"__proto__":{"a":1},"b":2}'],
])('sends what is returned at %s by what it is', async (url, status, type, body) => {
  const app = await serve(Values);
  const reply = await app.inject(url);
  expect([reply.statusCode, reply.headers['content-type'], reply.body]).toEqual([status, type, body]);
  expect(reply.headers['x-content-type-options']).toBe('nosniff');
});

test('answers POST with 201', async () => {
  const app = await serve(Values);
  expect((await app.inject({ method: 'POST', url: '/nothing' })).statusCode).toBe(201);
});

test.each(['/bigint', '/function', '/cyclic'])(
  'answers with 500 when %s cannot be said in JSON, and goes on',
  async (url) => {
    const app = await serve(Values);
    expect((await app.inject(url)).json()).toMatchObject({ status: 500, title: 'Internal Server Error' });
    expect((await app.inject('/number')).body).toBe('7');
  },
);

test('takes an error that is returned for one that is thrown', async () => {
  const app = await serve(Values);
  expect((await app.inject('/error')).json()).toMatchObject({ status: 404, detail: 'returned' });
});

test('sends HTML with the headers that protect it, and nothing else with them', async () => {
  const app = await serve(Values);
  const html = await app.inject('/html');
  expect(html.headers).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'self'"),
    'x-frame-options': 'SAMEORIGIN',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  });
  expect((await app.inject('/string')).headers).not.toHaveProperty('content-security-policy');
});

test('protects HTML however it is sent, and leaves headers that are there', async () => {
  const type = 'Text/HTML';
  @Controller()
  class Pages {
    @Get('/buffer') @Header('content-type', type) buffer() {
      return Buffer.from('<b>');
    }
    @Get('/response') response() {
      return new Response('<b>', { headers: { 'content-type': 'text/html' } });
    }
    @Get('/iterable') @Header('content-type', type) async *iterable() {
      yield '<b>';
    }
    @Get('/reply') reply(@Res() reply: FastifyReply) {
      reply.type(type).send('<b>');
    }
    @Get('/own') own(@Res() reply: FastifyReply) {
      reply.type('text/html').header('content-security-policy', 'own');
      return '<b>';
    }
    @Get('/failing') failing() {
      throw new Error('no');
    }
  }
  const app = await serve(Pages, {
    renderProblem: (_problem, _error, { reply }) => {
      reply.type('text/html');
      return '<b>sorry</b>';
    },
  });
  for (const url of ['/buffer', '/response', '/iterable', '/reply', '/failing']) {
    expect((await app.inject(url)).headers).toHaveProperty('x-frame-options', 'SAMEORIGIN');
  }
  expect((await app.inject('/own')).headers).toMatchObject({
    'content-security-policy': 'own',
    'x-frame-options': 'SAMEORIGIN',
  });
});

test('protects HTML of raw routes too, and leaves to them where their scripts come from', async () => {
  const app = await serve(Values);
  app.register(async (plugin) => {
    plugin.get('/raw', (_, reply) => reply.type('text/html').send('<script>1</script>'));
    plugin.get('/raw-text', () => 'x');
  });
  const { headers } = await app.inject('/raw');
  expect(headers).toHaveProperty('x-frame-options', 'SAMEORIGIN');
  expect(headers).not.toHaveProperty('content-security-policy');
  expect((await app.inject('/raw-text')).headers).not.toHaveProperty('x-frame-options');
});

test('sets status and headers, unless the handler says otherwise', async () => {
  @Controller()
  @Header('x-controller', 'c')
  class Said {
    @Get('/said') @HttpCode(202) @Header('X-Method', 'm') @Header('cache-control', 'no-store') said() {
      return 'x';
    }
    @Get('/otherwise') @HttpCode(202) @Header('cache-control', 'no-store') otherwise(@Res() reply: FastifyReply) {
      reply.code(203).header('cache-control', 'max-age=1');
      return 'x';
    }
  }
  const app = await serve(Said);
  const said = await app.inject('/said');
  expect(said.statusCode).toBe(202);
  expect(said.headers).toMatchObject({ 'x-controller': 'c', 'x-method': 'm', 'cache-control': 'no-store' });
  const otherwise = await app.inject('/otherwise');
  expect(otherwise.statusCode).toBe(203);
  expect(otherwise.headers['cache-control']).toBe('max-age=1');
});

test('encodes what the header of a redirect could not bear', async () => {
  @Controller()
  class Moving {
    @Get('/to') @Redirect() to(@Query('url') url: string) {
      return url;
    }
  }
  const { url } = await listen(Moving);
  const ask = async (to: string) => {
    const reply = await fetch(`${url}/to?url=${encodeURIComponent(to)}`, { redirect: 'manual' });
    return [reply.status, reply.headers.get('location'), reply.headers.get('set-cookie')];
  };
  expect(await ask('/über uns?a=b%20c#d')).toEqual([302, '/%C3%BCber%20uns?a=b%20c#d', null]);
  expect(await ask('/a\r\nset-cookie: b=c')).toEqual([302, '/a%0D%0Aset-cookie:%20b=c', null]);
});

test('redirects to where the decorator or the handler says', async () => {
  @Controller()
  class Moved {
    @Get('/fixed') @Redirect('/new', 301) fixed() {}
    @Get('/dynamic') @Redirect('/new') dynamic() {
      return { url: '/other', statusCode: 307 };
    }
    @Get('/url') @Redirect('/new') url() {
      return Promise.resolve('/other?a=%C3%BC');
    }
    @Get('/unknown') @Redirect() unknown() {}
    @Get('/odd') @Redirect() odd() {
      return '/ü\r\nset-cookie: a=b';
    }
  }
  const app = await serve(Moved);
  const where = async (url: string) => {
    const { statusCode, headers } = await app.inject(url);
    return [statusCode, headers.location];
  };
  expect(await where('/fixed')).toEqual([301, '/new']);
  expect(await where('/dynamic')).toEqual([307, '/other']);
  expect(await where('/url')).toEqual([302, '/other?a=%C3%BC']);
  // To nowhere would be to itself, for ever.
  expect(await where('/unknown')).toEqual([500, undefined]);
  const odd = await app.inject('/odd');
  expect(odd.headers).not.toHaveProperty('set-cookie');
});

test('goes on returning where a handler asks for the reply', async () => {
  @Controller()
  class Replying {
    @Get('/returned') returned(@Res() reply: FastifyReply) {
      reply.code(202).header('x-a', 'b');
      return { a: 1 };
    }
    @Get('/sent') sent(@Res() reply: FastifyReply) {
      reply.send({ sent: true });
    }
    @Get('/both') both(@Res() reply: FastifyReply) {
      void reply.send('sent');
      return 'returned';
    }
    @Get('/reply') reply(@Res() reply: FastifyReply) {
      return reply.code(203).send('sent');
    }
    @Get('/async-reply') async asyncReply(@Res() reply: FastifyReply) {
      await Promise.resolve();
      return reply.send('sent');
    }
    @Get('/raw') raw(@Res() reply: FastifyReply) {
      reply.raw.end('raw');
    }
    @Get('/hijacked') hijacked(@Res() reply: FastifyReply) {
      reply.hijack();
      setTimeout(() => reply.raw.end('hijacked'), 5);
    }
    @Get('/redirected') redirected(@Res() reply: FastifyReply) {
      return reply.redirect('/new');
    }
  }
  const app = await serve(Replying);
  const ask = async (url: string) => {
    const { statusCode, body } = await app.inject(url);
    return [statusCode, body];
  };
  expect(await ask('/returned')).toEqual([202, '{"a":1}']);
  expect(await ask('/sent')).toEqual([200, '{"sent":true}']);
  expect(await ask('/both')).toEqual([200, 'sent']);
  expect(await ask('/reply')).toEqual([203, 'sent']);
  expect(await ask('/async-reply')).toEqual([200, 'sent']);
  expect(await ask('/raw')).toEqual([200, 'raw']);
  expect(await ask('/hijacked')).toEqual([200, 'hijacked']);
  expect(await ask('/redirected')).toEqual([302, '']);
});

test('sets cookies, and signs them', async () => {
  @Controller()
  class Jar {
    @Get('/set') set(@Res() reply: FastifyReply) {
      reply.setCookie('a', '1', { httpOnly: true, sameSite: 'lax', path: '/' }).setCookie('b', '2', { signed: true });
      return { isSet: true };
    }
  }
  const app = await serve(Jar, { cookies: { secret: 'a secret of some length, at least' } });
  const reply = await app.inject('/set');
  expect(reply.json()).toEqual({ isSet: true });
  expect(reply.headers['set-cookie']).toEqual([
    'a=1; Path=/; HttpOnly; SameSite=Lax',
    expect.stringMatching(/^b=2\.\S+/),
  ]);
});

test('refuses a client that takes no JSON with 406', async () => {
  const app = await serve(Values);
  const ask = (url: string, accept: string) => app.inject({ url, headers: { accept } });
  expect((await ask('/later', 'text/html')).json()).toMatchObject({
    status: 406,
    title: 'Not Acceptable',
    detail: 'The reply is JSON, which the Accept header does not take.',
  });
  for (const accept of [
    '*/*',
    'application/*',
    'application/json',
    'text/html, application/json;q=0.5',
    '',
    'text/html, */*;q=0.1',
    'APPLICATION/JSON; v="a,b"',
    'application/json;q=0.1, */*;q=0',
  ]) {
    expect((await ask('/later', accept)).statusCode).toBe(200);
  }
  for (const accept of [
    'application/json;q=0',
    '*/*, application/json;q=0',
    'application/problem+json',
    'nonsense',
    '*/*;q=0.0',
  ]) {
    expect((await ask('/later', accept)).statusCode).toBe(406);
  }
  // What is no JSON is sent as it is.
  expect((await ask('/string', 'application/json')).statusCode).toBe(200);
});

test('reads the longest Accept in no time', async () => {
  const app = await serve(Values);
  const ask = async (accept: string): Promise<number> => {
    const start = process.cpuUsage();
    expect((await app.inject({ url: '/later', headers: { accept } })).statusCode).toBe(406);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  await ask('text/html');
  // Quotes that are never closed: each of them could be looked for up to the header's end.
  const quotes = `text/html;"${'\\";'.repeat(20_000)}`;
  expect(await ask(quotes)).toBeLessThan(500);
  expect(await ask(`${quotes}\\`)).toBeLessThan(500);
});

test('leaves the type of a reply to the handler, and lets the client judge', async () => {
  const type = 'application/vnd.api+json';
  class View {
    @Expose() a!: number;
  }
  @Controller()
  class Typed {
    @Get('/header') @Header('content-type', type) header() {
      return { a: 1 };
    }
    @Get('/reply') reply(@Res() reply: FastifyReply) {
      reply.type(type);
      return { a: 1 };
    }
    @Get('/view') @Returns(View) @Header('content-type', type) view() {
      return { a: 1 };
    }
    @Get('/view-reply') @Returns(View) viewReply(@Res() reply: FastifyReply) {
      reply.type(type);
      return { a: 1 };
    }
  }
  const app = await serve(Typed);
  for (const url of ['/header', '/reply', '/view', '/view-reply']) {
    const reply = await app.inject({ url, headers: { accept: type } });
    expect([url, reply.statusCode, reply.body]).toEqual([url, 200, '{"a":1}']);
    expect(reply.headers['content-type']).toContain(type);
  }
});
