import { expect, test } from '@jest/globals';
import {
  Body,
  Controller,
  ForbiddenException,
  Get,
  HttpException,
  Param,
  Post,
  UnauthorizedException,
} from '@tenon/http';
import { IsInt } from '@tenon/dto';
import { CHROMIUM, withPages } from '../support/pages.js';
import { serve } from '../support/serve.js';

class Order {
  @IsInt() count!: number;
}

@Controller('/orders')
class Orders {
  @Get('/:id')
  show(@Param('id') id: number) {
    if (id === 1) throw new Error('secret');
    if (id === 2) throw new UnauthorizedException('Sign in.', { headers: { 'www-authenticate': 'Bearer' } });
    if (id === 3) throw new EvalError('too far');
    if (id === 4) throw new HttpException('', 303, { headers: { location: '/sign-in' } });
    throw new ForbiddenException();
  }

  @Post()
  create(@Body() order: Order) {
    return order;
  }
}

const browser = { accept: CHROMIUM };

test.each([
  ['GET', '/nowhere', {}, 404],
  ['DELETE', '/orders', {}, 405],
  ['GET', '/orders/x', {}, 422],
  ['GET', '/orders/2', {}, 401],
  ['GET', '/orders/5', {}, 403],
  ['POST', '/orders', { 'content-type': 'application/json' }, 400],
  ['POST', '/orders', { 'content-type': 'application/pdf' }, 415],
  ['POST', '/orders', { 'content-type': 'application/json', 'content-length': '9999999' }, 413],
] as const)('tells a browser by a page of %s %s %j', async (method, url, headers, status) => {
  const app = await serve(withPages(Orders));

  const reply = await app.inject({
    method,
    url,
    headers: { ...browser, ...headers },
    payload: method === 'POST' ? '{' : '',
  });

  expect([reply.statusCode, reply.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
  expect(reply.body).toMatch(`<h1>${status}</h1>`);
  expect(reply.headers['vary']).toBe('accept');
  expect(reply.headers['content-security-policy']).toBeDefined();
});

test.each([undefined, '*/*', 'application/json', 'application/problem+json, text/html;q=0.9'])(
  'tells a client that takes %s of the same in JSON',
  async (accept) => {
    const app = await serve(withPages(Orders));

    const reply = await app.inject({ url: '/nowhere', headers: accept === undefined ? {} : { accept } });

    expect([reply.statusCode, reply.headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect(reply.headers['vary']).toBe('accept');
  },
);

test('keeps the headers of an exception beside its page', async () => {
  const app = await serve(withPages(Orders));

  const { headers } = await app.inject({ url: '/orders/2', headers: browser });

  expect(headers['www-authenticate']).toBe('Bearer');
});

test('sends no page with an exception that redirects', async () => {
  const app = await serve(withPages(Orders));

  const reply = await app.inject({ url: '/orders/4', headers: browser });

  expect([reply.statusCode, reply.headers['location'], reply.body]).toEqual([303, '/sign-in', '']);
});

test('gives the page nothing of an unexpected error in production', async () => {
  const app = await serve(withPages(Orders), { showErrors: false });

  expect((await app.inject({ url: '/orders/1', headers: browser })).body).toBe('<h1>500</h1>');
});

test('tells of an error in JSON where its page cannot be written', async () => {
  const app = await serve(withPages(Orders), { showErrors: false });

  const reply = await app.inject({ url: '/orders/3', headers: browser });

  expect([reply.statusCode, reply.headers['content-type']]).toEqual([500, 'application/problem+json; charset=utf-8']);
});

test('lets renderProblem of the application make all error replies', async () => {
  const app = await serve(withPages(Orders), { renderProblem: ({ status }) => ({ failed: status }) });

  const reply = await app.inject({ url: '/nowhere', headers: browser });

  expect(reply.json()).toEqual({ failed: 404 });
  expect(reply.headers['vary']).toBeUndefined();
});

test('says nothing of Vary where no pages are written', async () => {
  const app = await serve(Orders);

  const reply = await app.inject({ url: '/nowhere', headers: browser });

  expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(reply.headers['vary']).toBeUndefined();
});
