import 'reflect-metadata';
import caching from '@fastify/caching';
import etag from '@fastify/etag';
import { expect, test } from '@jest/globals';
import { Expose } from '@tenon/dto';
import { Controller, type FastifyReply, Get, Header, NotFoundException, Res, Returns } from '@tenon/http';
import { serve } from '../support/serve.js';

class Order {
  @Expose() id!: number;
}

@Controller('/orders')
class Orders {
  calls = 0;

  @Get('/lost') lost() {
    throw new NotFoundException();
  }
  @Get('/tagged') tagged(@Res() reply: FastifyReply) {
    this.calls++;
    reply.etag('first', 60_000).expires(new Date(0));
    return { id: 1 };
  }
  @Get('/own') @Header('cache-control', 'no-store') own() {
    return { id: 1 };
  }
  @Get('/:id') @Returns(Order) show() {
    return { id: 1, secret: 'hidden' };
  }
  @Get() list() {
    return [{ id: 1 }];
  }
}

test('answers 304 where the client has the reply already', async () => {
  const app = await serve(Orders);
  app.register(etag);

  for (const url of ['/orders/1', '/orders']) {
    const reply = await app.inject(url);
    const tag = String(reply.headers.etag);
    expect(tag).toMatch(/^".+"$/);
    const again = await app.inject({ url, headers: { 'if-none-match': tag } });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
    expect((await app.inject({ url, headers: { 'if-none-match': '"other"' } })).statusCode).toBe(200);
  }
});

test('says how long replies may be kept, and that errors may not', async () => {
  const app = await serve(Orders);
  app.register(caching, { privacy: 'private', expiresIn: 300 });

  const said = async (url: string) => (await app.inject(url)).headers['cache-control'];
  expect(await said('/orders/1')).toBe('private, max-age=300');
  expect(await said('/orders/own')).toBe('no-store');
  expect(await said('/orders/lost')).toBe('no-store');
  expect(await said('/nowhere')).toBe('no-store');
});

test('answers what a handler has tagged without calling it again', async () => {
  const app = await serve(Orders);
  app.register(caching);

  const { headers } = await app.inject('/orders/tagged');
  expect(headers).toMatchObject({ etag: 'first', expires: 'Thu, 01 Jan 1970 00:00:00 GMT' });
  const again = await app.inject({ url: '/orders/tagged', headers: { 'if-none-match': 'first' } });
  expect(again.statusCode).toBe(304);
  expect(app.get(Orders).calls).toBe(1);
});
