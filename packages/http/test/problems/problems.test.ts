import 'reflect-metadata';
import { afterEach, expect, test } from '@jest/globals';
import { useHost } from '@tenon/core';
import {
  BadGatewayException,
  BadRequestException,
  ConflictException,
  Controller,
  ForbiddenException,
  GatewayTimeoutException,
  Get,
  GoneException,
  Header,
  HttpException,
  HttpVersionNotSupportedException,
  ImATeapotException,
  InternalServerErrorException,
  MethodNotAllowedException,
  MisdirectedException,
  NotAcceptableException,
  NotFoundException,
  NotImplementedException,
  PayloadTooLargeException,
  PaymentRequiredException,
  Post,
  Body,
  PreconditionFailedException,
  PreconditionRequiredException,
  type Problem,
  RequestTimeoutException,
  ServiceUnavailableException,
  TooManyRequestsException,
  UnauthorizedException,
  UnprocessableEntityException,
  UnsupportedMediaTypeException,
  UseHooks,
} from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { Wire } from '../support/socket.js';

const environment = process.env['NODE_ENV'];
afterEach(() => {
  process.env['NODE_ENV'] = environment;
  useHost({});
});

/** Serves a handler that throws, and gives what the client is told. */
async function told(thrown: unknown, options = {}) {
  @Controller()
  class Throwing {
    @Get('/sync') sync() {
      throw thrown;
    }
    @Get('/async') async async() {
      await Promise.resolve();
      throw thrown;
    }
  }
  const app = await serve(Throwing, options);
  const [sync, later] = [await app.inject('/sync'), await app.inject('/async')];
  expect(later.statusCode).toBe(sync.statusCode);
  const { requestId: _, ...problem } = later.json<Problem>();
  const { requestId, ...same } = sync.json<Problem>();
  expect(problem).toEqual(same);
  expect(requestId).toEqual(expect.any(String));
  expect(sync.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(sync.headers['x-content-type-options']).toBe('nosniff');
  return { status: sync.statusCode, headers: sync.headers, problem };
}

test.each([
  [BadRequestException, 400, 'Bad Request'],
  [UnauthorizedException, 401, 'Unauthorized'],
  [PaymentRequiredException, 402, 'Payment Required'],
  [ForbiddenException, 403, 'Forbidden'],
  [NotFoundException, 404, 'Not Found'],
  [MethodNotAllowedException, 405, 'Method Not Allowed'],
  [NotAcceptableException, 406, 'Not Acceptable'],
  [RequestTimeoutException, 408, 'Request Timeout'],
  [ConflictException, 409, 'Conflict'],
  [GoneException, 410, 'Gone'],
  [PreconditionFailedException, 412, 'Precondition Failed'],
  [PayloadTooLargeException, 413, 'Payload Too Large'],
  [UnsupportedMediaTypeException, 415, 'Unsupported Media Type'],
  [ImATeapotException, 418, "I'm a Teapot"],
  [MisdirectedException, 421, 'Misdirected Request'],
  [UnprocessableEntityException, 422, 'Unprocessable Entity'],
  [PreconditionRequiredException, 428, 'Precondition Required'],
  [TooManyRequestsException, 429, 'Too Many Requests'],
  [InternalServerErrorException, 500, 'Internal Server Error'],
  [NotImplementedException, 501, 'Not Implemented'],
  [BadGatewayException, 502, 'Bad Gateway'],
  [ServiceUnavailableException, 503, 'Service Unavailable'],
  [GatewayTimeoutException, 504, 'Gateway Timeout'],
  [HttpVersionNotSupportedException, 505, 'HTTP Version Not Supported'],
] as const)('tells of a %p with its status and its sentence', async (type, status, title) => {
  const error = new type('A sentence.');
  expect([error.name, error.getStatus(), error instanceof HttpException]).toEqual([type.name, status, true]);
  expect(await told(error, { showErrors: false })).toMatchObject({
    status,
    problem: { type: 'about:blank', title, status, detail: 'A sentence.' },
  });
  expect((await told(new type(), { showErrors: false })).problem).toEqual({ type: 'about:blank', title, status });
});

test('tells all that an exception says', async () => {
  const error = new HttpException('Only 2 are left.', 409, {
    code: 'out-of-stock',
    type: 'https://shop.example/out-of-stock',
    title: 'Out of stock',
    headers: { 'retry-after': '60' },
    extensions: { left: 2, status: 200, requestId: 'mine', big: 1n, pattern: /x/ },
    cause: new Error('internal'),
  });
  const { status, headers, problem } = await told(error);
  expect(status).toBe(409);
  expect(headers['retry-after']).toBe('60');
  expect(problem).toEqual({
    type: 'https://shop.example/out-of-stock',
    title: 'Out of stock',
    status: 409,
    detail: 'Only 2 are left.',
    code: 'out-of-stock',
    left: 2,
    big: '1',
    pattern: '/x/',
  });
});

class Foreign extends Error {
  readonly statusCode = 404;
}

test.each([
  ['an error', new Error('the password is hunter2')],
  ['an error with the status of another server', new Foreign('http://inner.example/users said 404')],
  ['an error with status', Object.assign(new Error('secret'), { status: 403 })],
  ['a string', 'secret'],
  ['null', null],
  ['undefined', undefined],
  ['an object', { statusCode: 418, message: 'secret' }],
  ['a number', 404],
  ['a symbol', Symbol('secret')],
  ['a function', () => 'secret'],
])('tells nothing of %s but 500 in production', async (_, thrown) => {
  process.env['NODE_ENV'] = 'production';
  expect((await told(thrown)).problem).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500 });
});

test('tells what went wrong in development, and nowhere else unless it is asked to', async () => {
  const error = new TypeError('x is not a function');
  const detail = 'TypeError: x is not a function';
  expect((await told(error)).problem).toMatchObject({ status: 500, detail });
  expect((await told(error, { showErrors: false })).problem).not.toHaveProperty('detail');
  process.env['NODE_ENV'] = 'production';
  expect((await told(error)).problem).not.toHaveProperty('detail');
  expect((await told(error, { showErrors: true })).problem).toMatchObject({ detail });
  expect(JSON.stringify((await told(error, { showErrors: true })).problem)).not.toContain('.ts');
});

test("tells errors of http-errors and of Fastify's plugins as they say", async () => {
  const exposed = Object.assign(new Error('too many'), {
    statusCode: 429,
    expose: true,
    headers: { 'retry-after': '1' },
  });
  const { problem, headers } = await told(exposed, { showErrors: false });
  expect(problem).toMatchObject({ status: 429, detail: 'too many' });
  expect(headers['retry-after']).toBe('1');
  const fastify = Object.assign(new Error('no cookie'), { statusCode: 401, code: 'FST_COOKIE_MISSING' });
  expect((await told(fastify, { showErrors: false })).problem).toMatchObject({
    status: 401,
    detail: 'no cookie',
    code: 'cookie-missing',
  });
  const inner = Object.assign(new Error('inner'), { statusCode: 500, code: 'FST_ERR_INNER' });
  expect((await told(inner, { showErrors: false })).problem).toEqual({
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
  });
});

test('answers every failure of a request with a problem', async () => {
  @Controller('/things')
  class Things {
    @Get('/:id') show() {
      return 'thing';
    }
    @Post('/:id') post(@Body({ unvalidated: true }) body: unknown) {
      return { body };
    }
    @Get('/hook')
    @UseHooks({ preHandler: (_request, _reply, done) => done(new ConflictException('from a hook')) })
    hook() {}
    @Get('/plain-hook') @UseHooks({ onRequest: () => Promise.reject(new Error('hook secret')) }) plainHook() {}
    @Get('/send-hook') @UseHooks({ onSend: () => Promise.reject(new Error('send secret')) }) sendHook() {
      return 'x';
    }
  }
  const app = await serve(Things, { showErrors: false });
  app.fastify.get('/raw', () => {
    throw Object.assign(new Error('raw'), { statusCode: 402 });
  });
  await app
    .register((plugin, _, done) => {
      plugin.addHook('onRequest', (request, _reply, next) =>
        next(request.headers['x-plugin'] ? Object.assign(new Error('of a plugin'), { statusCode: 401 }) : undefined),
      );
      done();
    }, {})
    .ready()
    .catch(() => undefined);
  const ask = async (request: Parameters<typeof app.inject>[0]) => {
    const reply = await app.inject(request);
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    const problem = reply.json<Problem>();
    expect(problem.status).toBe(reply.statusCode);
    expect(problem.requestId).toEqual(expect.any(String));
    expect(reply.body).not.toContain('secret');
    return problem;
  };
  expect(await ask('/nowhere')).toMatchObject({ status: 404, detail: 'Nothing answers at this path.' });
  expect(await ask({ method: 'PUT', url: '/things/1' })).toMatchObject({ status: 405, title: 'Method Not Allowed' });
  expect(await ask('/%zz')).toMatchObject({ status: 400, code: 'bad-url' });
  expect(await ask('/things/%ff')).toMatchObject({ status: 400 });
  expect(
    await ask({ method: 'POST', url: '/things/1', payload: '{', headers: { 'content-type': 'application/json' } }),
  ).toMatchObject({ status: 400, code: 'invalid-json' });
  expect(await ask('/things/hook')).toMatchObject({ status: 409, detail: 'from a hook' });
  expect(await ask('/things/plain-hook')).toMatchObject({ status: 500 });
  expect(await ask('/things/send-hook')).toMatchObject({ status: 500 });
  expect(await ask('/raw')).toMatchObject({ status: 402, detail: 'raw' });
  expect(await ask(`/things/${'x'.repeat(300)}`)).toMatchObject({ status: 414, code: 'max-param-length' });
});

test('answers what is no HTTP with a problem, and closes the connection', async () => {
  @Controller()
  class Any {
    @Get('/') any() {
      return 'any';
    }
  }
  const { port } = await listen(Any);
  const ask = async (text: string) => {
    const wire = new Wire(port);
    wire.write(text);
    const [head = '', body = ''] = (await wire.closed()).split('\r\n\r\n');
    expect(head).toContain('Content-Type: application/problem+json; charset=utf-8');
    expect(head).toContain('X-Content-Type-Options: nosniff');
    expect(head).toContain('Connection: close');
    return JSON.parse(body) as Problem;
  };
  expect(await ask(`GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`)).toEqual({
    type: 'about:blank',
    title: 'Request Header Fields Too Large',
    status: 431,
  });
  expect(await ask('nonsense\r\n\r\n')).toMatchObject({ status: 400, title: 'Bad Request' });
  expect(await ask('GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n')).toMatchObject({
    status: 400,
  });
});

test('answers with a problem when a header cannot be written', async () => {
  @Controller()
  class Odd {
    @Get('/odd') @Header('x-odd', 'a\nb') odd() {
      return 'x';
    }
    @Get('/fine') fine() {
      return 'fine';
    }
  }
  const { url } = await listen(Odd, { showErrors: false });
  const reply = await fetch(`${url}/odd`);
  expect(reply.status).toBe(500);
  expect(await (await fetch(`${url}/fine`)).text()).toBe('fine');
});

test('lets an application turn its own errors into ones for clients', async () => {
  class OutOfStock extends Error {}
  const options = {
    showErrors: false,
    mapError: (error: unknown) => {
      if (error instanceof OutOfStock) return new ConflictException('It is out of stock.', { cause: error });
      if (error instanceof RangeError) throw new BadRequestException('thrown');
      return undefined;
    },
  };
  expect((await told(new OutOfStock('x'), options)).problem).toMatchObject({
    status: 409,
    detail: 'It is out of stock.',
  });
  expect((await told(new RangeError('x'), options)).problem).toMatchObject({ status: 400, detail: 'thrown' });
  expect((await told(new Error('x'), options)).problem).toMatchObject({ status: 500 });
  expect((await told(new NotFoundException('x'), options)).problem).toMatchObject({ status: 404 });
});

test('waits for what an error is turned into, and does not wait for a body', async () => {
  @Controller()
  class Failing {
    @Get('/mapped') mapped() {
      throw new Error('gone');
    }
    @Get('/left') left() {
      throw new ConflictException('left');
    }
    @Get('/fails') fails() {
      throw new Error('fails');
    }
  }
  const mapError = async (error: unknown) => {
    await Promise.resolve();
    const { message } = error as Error;
    if (message === 'fails') throw new ForbiddenException('in the end');
    return message === 'gone' ? new GoneException('no more') : undefined;
  };
  const app = await serve(Failing, { mapError });
  expect((await app.inject('/mapped')).json()).toMatchObject({ status: 410, detail: 'no more' });
  expect((await app.inject('/left')).json()).toMatchObject({ status: 409, detail: 'left' });
  expect((await app.inject('/fails')).json()).toMatchObject({ status: 403, detail: 'in the end' });

  const rendering = await serve(Failing, { renderProblem: () => Promise.reject(new Error('never')) });
  expect((await rendering.inject('/left')).json()).toMatchObject({ status: 500, title: 'Internal Server Error' });
});

test('lets an application say the whole body of errors', async () => {
  @Controller()
  class Any {
    @Get('/any') any() {
      throw new ConflictException('a conflict');
    }
  }
  const json = await serve(Any, {
    renderProblem: ({ status, detail, requestId }) => ({ error: { status, detail, requestId } }),
  });
  const reply = await json.inject('/any');
  expect(reply.statusCode).toBe(409);
  expect(reply.json()).toEqual({ error: { status: 409, detail: 'a conflict', requestId: expect.any(String) } });
  expect((await json.inject('/nowhere')).json()).toMatchObject({ error: { status: 404 } });
  expect((await json.inject('/%zz')).json()).toMatchObject({ error: { status: 400 } });
  const some = await serve(Any, { renderProblem: ({ status }) => (status === 404 ? { error: status } : undefined) });
  expect((await some.inject('/nowhere')).json()).toEqual({ error: 404 });
  const left = await some.inject('/any');
  expect(left.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(left.json()).toMatchObject({ status: 409, detail: 'a conflict' });
  const text = await serve(Any, { renderProblem: ({ title }) => title });
  expect((await text.inject('/any')).body).toBe('Conflict');
  const failing = await serve(Any, {
    renderProblem: () => {
      throw new Error('no');
    },
  });
  expect((await failing.inject('/any')).json()).toMatchObject({ status: 500, title: 'Internal Server Error' });
});

test('gives errors the id of the request, which differs from every other', async () => {
  @Controller()
  class Any {
    @Get('/any') any() {
      throw new NotFoundException();
    }
  }
  const app = await serve(Any);
  const ids = await Promise.all(
    Array.from({ length: 20 }, async () => (await app.inject('/any')).json<Problem>().requestId),
  );
  expect(new Set(ids).size).toBe(20);
});

test('sends the page of a tool for an error that nobody has caught, but not in production, nor where the application has one', async () => {
  useHost({ pageOf: (error, { accept }) => (accept === 'text/html' ? `<pre>${String(error)}</pre>` : undefined) });
  const ask = async (thrown: unknown, options = {}, accept = 'text/html') => {
    @Controller()
    class Throwing {
      @Get() get() {
        throw thrown;
      }
    }
    const app = await serve(Throwing, options);
    const reply = await app.inject({ url: '/', headers: { accept } });
    return [reply.statusCode, reply.headers['content-type'], reply.body];
  };
  const page = [500, 'text/html; charset=utf-8', '<pre>Error: secret</pre>'];
  const error = new Error('secret');
  expect(await ask(error)).toEqual(page);
  expect(await ask(error, { renderProblem: (problem: Problem) => problem })).toEqual(page);

  expect(await ask(error, {}, 'application/json')).toContain('application/problem+json; charset=utf-8');
  expect(await ask(new ConflictException('taken'))).toContain('application/problem+json; charset=utf-8');
  expect(await ask(error, { renderProblem: () => 'of our own' })).toContain('of our own');
  process.env['NODE_ENV'] = 'production';
  expect((await ask(error)).join()).not.toContain('secret');
});
