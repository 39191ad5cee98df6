import 'reflect-metadata';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, expect, test } from '@jest/globals';
import {
  type AppOptions,
  Body,
  Catch,
  ConflictException,
  Context,
  Controller,
  type ExceptionFilter,
  Get,
  Injectable,
  type LoggingOptions,
  Logger,
  NotFoundException,
  Post,
  Req,
  type RequestContext,
  type FastifyRequest,
  UseFilters,
} from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { until, Wire } from '../support/socket.js';

type Line = Readonly<Record<string, unknown>> & { readonly err?: { readonly message: string; readonly stack: string } };

const { LOG_LEVEL, NODE_ENV } = process.env;
afterEach(() => {
  for (const [name, value] of Object.entries({ LOG_LEVEL, NODE_ENV })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

/** A log that keeps what is written. */
function keep(options: Omit<LoggingOptions, 'destination'> = {}) {
  const written: string[] = [];
  const logger: LoggingOptions = { ...options, destination: { write: (text) => void written.push(text) } };
  const lines = (): Line[] => written.map((text) => JSON.parse(text) as Line);
  return { logger, written, lines };
}

@Injectable()
class Orders {
  constructor(private readonly logger: Logger) {}
  async find(id: number) {
    this.logger.debug('It is looked up.', { id });
    await Promise.resolve();
    this.logger.info('It is found.', { id });
    return id;
  }
}

class OutOfStock extends Error {}

@Catch(OutOfStock)
class StockFilter implements ExceptionFilter<OutOfStock> {
  async catch(): Promise<never> {
    await Promise.resolve();
    throw new ConflictException('It is out of stock.');
  }
}

@Controller('/orders')
class OrderController {
  constructor(
    private readonly orders: Orders,
    private readonly logger: Logger,
  ) {}
  @Get('/one') one() {
    this.logger.info('Somebody asks.');
    return this.orders.find(1);
  }
  @Get('/failing') failing() {
    throw new TypeError('x is undefined');
  }
  @Get('/thrown') thrown() {
    throw 'a text'; // oxlint-disable-line typescript/only-throw-error -- that is what is tested
  }
  @Get('/missing') missing() {
    throw new NotFoundException('no such order');
  }
  @Get('/stock') @UseFilters(StockFilter) stock() {
    throw new OutOfStock();
  }
  @Get('/headers') headers(@Req() request: FastifyRequest) {
    request.log.info({ headers: request.headers, req: request }, 'all of it');
    request.log.info({ 'set-cookie': 'a=secret', cookie: 'secret', a: { authorization: 'secret' } }, 'more');
  }
  @Get('/stream') async *stream() {
    yield 'a';
    throw new RangeError('in the middle');
  }
  @Get('/notes') notes(@Context() context: RequestContext) {
    context.notes = { queries: 3 };
  }
  @Post('/') post(@Body('n') n: number) {
    return n;
  }
}

async function log(url: string, options: Omit<LoggingOptions, 'destination'> = {}, more: AppOptions = {}) {
  const kept = keep(options);
  const app = await serve(OrderController, { ...more, logger: kept.logger });
  const reply = await app.inject(url);
  await until(
    () => kept.written.some((text) => /"status"|in \d/.test(text)) || options.requests === false,
    'it is logged',
  );
  return { ...kept, reply, app };
}

test('names each line after who writes it, and gives it the id of the request', async () => {
  const { lines } = await log('/orders/one');
  const [first, second, completed] = lines().filter(({ reqId }) => reqId !== undefined);
  expect(first).toMatchObject({ level: 30, logger: 'OrderController', msg: 'Somebody asks.' });
  expect(second).toMatchObject({ level: 30, logger: 'Orders', msg: 'It is found.', id: 1 });
  expect(first?.['reqId']).toBe(completed?.['reqId']);
  expect(second?.['reqId']).toBe(completed?.['reqId']);
});

test('writes one line for each completed request', async () => {
  const { lines } = await log('/orders/one?token=abc&page=1&_csrf=abc');
  const requests = lines().filter(({ status }) => status !== undefined);
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({
    level: 30,
    method: 'GET',
    url: '/orders/one?token=…&page=1&_csrf=…',
    route: '/orders/one',
    handler: 'OrderController.one',
    status: 200,
    ms: expect.any(Number),
    ip: '127.0.0.1',
    reqId: expect.any(String),
    msg: 'GET /orders/one?token=…&page=1&_csrf=… 200',
  });
});

test('writes into the line of a request what packages have noted of it', async () => {
  const { lines } = await log('/orders/notes');
  expect(lines().find(({ status }) => status !== undefined)).toMatchObject({ route: '/orders/notes', queries: 3 });
});

test('writes no lines of requests if it is told so, and none of anything with logger: false', async () => {
  const { lines } = await log('/orders/one', { requests: false });
  expect(lines().map(({ msg }) => msg)).toEqual(['Somebody asks.', 'It is found.']);
  const app = await serve(OrderController, { logger: false });
  expect((await app.inject('/orders/failing')).statusCode).toBe(500);
});

test('writes what the level admits', async () => {
  expect((await log('/orders/one', { level: 'debug' })).lines().map(({ msg }) => msg)).toContain('It is looked up.');
  const silent = await log('/orders/failing', { level: 'silent', requests: false });
  expect(silent.written).toEqual([]);
  process.env['LOG_LEVEL'] = 'DEBUG';
  expect((await log('/orders/one')).lines().map(({ msg }) => msg)).toContain('It is looked up.');
  process.env['LOG_LEVEL'] = 'error';
  expect((await log('/orders/one', { requests: false })).written).toEqual([]);
});

test.each([
  ['/orders/failing', 'TypeError', 'x is undefined'],
  ['/orders/stream', 'RangeError', 'in the middle'],
])('writes what failed at %s with its stack and the id of the request', async (url, type, message) => {
  const kept = keep();
  const { url: server } = await listen(OrderController, { logger: kept.logger, showErrors: false });
  await fetch(server + url)
    .then((reply) => reply.text())
    .catch(() => undefined);
  await until(() => kept.lines().some(({ err }) => err !== undefined), 'the error is logged');
  const line = kept.lines().find(({ err }) => err !== undefined);
  expect(line).toMatchObject({ level: 50, reqId: expect.any(String), err: { type, message } });
  expect(line?.err?.stack).toContain('OrderController');
});

test('writes 5xx as an error, and other refusals for those who look closer', async () => {
  const failing = (await log('/orders/failing')).lines();
  expect(failing.filter(({ level }) => level === 50).map(({ msg }) => msg)).toEqual([
    'The request failed.',
    'GET /orders/failing 500',
  ]);
  expect((await log('/orders/thrown')).lines()).toContainEqual(expect.objectContaining({ level: 50, err: 'a text' }));
  expect((await log('/orders/missing')).lines().map(({ level }) => level)).not.toContain(50);
  const debug = (await log('/orders/missing', { level: 'debug' })).lines();
  expect(debug).toContainEqual(
    expect.objectContaining({
      level: 20,
      msg: 'The request was refused.',
      err: expect.objectContaining({ message: 'no such order' }),
    }),
  );
});

test('calls nothing a failure that a filter turns into a refusal', async () => {
  const { reply, lines } = await log('/orders/stock');
  expect(reply.statusCode).toBe(409);
  expect(lines().filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

test('writes both errors when a filter fails itself', async () => {
  @Catch()
  class Broken implements ExceptionFilter {
    catch(): never {
      throw new TypeError('in the filter');
    }
  }
  const kept = keep();
  const app = await serve(OrderController, { logger: kept.logger, filters: [Broken] });
  expect((await app.inject('/orders/failing')).statusCode).toBe(500);
  const messages = kept.lines().flatMap(({ err }) => (err ? [err.message] : []));
  expect(messages).toEqual(['x is undefined', 'in the filter']);
});

test('writes no secrets', async () => {
  const kept = keep();
  const app = await serve(OrderController, { logger: kept.logger });
  const secrets = ['token', 'access_token', 'api_key', 'apiKey', 'password', 'code', 'sig', 'client_secret', '%74oken'];
  const url = `/orders/headers?${secrets.map((name) => `${name}=secret`).join('&')}&page=2`;
  const headers = { authorization: 'Bearer secret', cookie: 'sid=secret', 'x-fine': 'fine' };
  await app.inject({ url, headers });
  await app.inject({ url: `/nowhere?token=secret`, headers });
  await app.inject({ url: `/%zz?token=secret`, headers });
  await until(() => kept.written.length >= 5, 'all is logged');
  const text = kept.written.join('');
  expect(text).not.toContain('secret"');
  expect(text).not.toContain('=secret');
  expect(text).not.toContain('Bearer');
  expect(text).toContain('x-fine');
  expect(text).toContain('page=2');
});

test('leaves out more of what an application wants left out', async () => {
  const kept = keep({ redact: ['card.number'] });
  const app = await serve(OrderController, { logger: kept.logger });
  app.get(Logger).info('paid', { card: { number: '4111', name: 'ada' } });
  expect(kept.lines().at(-1)).toMatchObject({ card: { number: '…', name: 'ada' } });
});

test('writes lines for people where they are wanted', async () => {
  const { written } = await log('/orders/one', { pretty: true });
  const text = stripVTControlCharacters(written.join(''));
  expect(text).toMatch(/\[\d\d:\d\d:\d\d\.\d+\] INFO: OrderController: Somebody asks\.\n/);
  expect(text).toMatch(/INFO: GET \/orders\/one 200 in [\d.]+ ms\n/);
  expect(text).not.toContain('reqId');
});

test('writes a reply that was not sent to its end', async () => {
  const kept = keep();
  @Controller()
  class Endless {
    @Get('/endless') async *endless() {
      for (;;) {
        yield 'x'.repeat(1000);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
  }
  const { port } = await listen(Endless, { logger: kept.logger });
  const wire = new Wire(port);
  wire.write('GET /endless HTTP/1.1\r\nHost: x\r\n\r\n');
  await wire.until('xxx');
  wire.goAway();
  await until(() => kept.written.length > 1, 'something is logged');
  expect(kept.lines().filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
