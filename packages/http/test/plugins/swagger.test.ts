import 'reflect-metadata';
import swagger from '@fastify/swagger';
import { expect, test } from '@jest/globals';
import { Body, Controller, Delete, FastifyOptions, Get, Head, Param, Post } from '@tenon/http';
import { serve } from '../support/serve.js';

@Controller('/orders')
@FastifyOptions({ schema: { tags: ['orders'] } })
class Orders {
  @Get('/:id')
  @FastifyOptions({
    schema: {
      tags: ['orders'],
      operationId: 'showOrder',
      params: { type: 'object', properties: { id: { type: 'string' } } },
    },
  })
  show(@Param('id') id: number) {
    return { id };
  }
  @Post() place(@Body({ unvalidated: true }) body: object) {
    return body;
  }
  @Delete('/:id') @FastifyOptions({ schema: { hide: true } }) remove() {}
  @Head('/:id/lines') lines() {}
}

test('describes decorated routes, by the path and by what is said of them', async () => {
  const app = await serve(Orders, { prefix: '/api' });
  app.register(swagger, { openapi: { info: { title: 'Shop', version: '1.0.0' } } });
  app.register(async (fastify) => void fastify.get('/raw', () => 'raw'));
  await app.ready();

  const { info, paths = {} } = app.fastify.swagger() as unknown as {
    info: object;
    paths?: Record<string, Record<string, object>>;
  };
  expect(info).toEqual({ title: 'Shop', version: '1.0.0' });
  expect(Object.entries(paths).map(([path, item]) => [path, Object.keys(item)])).toEqual([
    ['/raw', ['get']],
    ['/api/orders/{id}', ['get']],
    ['/api/orders', ['post']],
  ]);
  expect(paths['/api/orders/{id}']?.['get']).toMatchObject({
    tags: ['orders'],
    operationId: 'showOrder',
    parameters: [{ in: 'path', name: 'id', required: true, schema: { type: 'string' } }],
  });
  expect(paths['/api/orders']?.['post']).toMatchObject({ tags: ['orders'] });
});

test('leaves the routes as they are', async () => {
  const app = await serve(Orders);
  app.register(swagger);

  expect((await app.inject('/orders/7')).json()).toEqual({ id: 7 });
  expect((await app.inject({ method: 'HEAD', url: '/orders/7' })).statusCode).toBe(200);
  expect((await app.inject('/orders/x')).statusCode).toBe(422);
  expect((await app.inject({ method: 'POST', url: '/orders', payload: { a: 1 } })).json()).toEqual({ a: 1 });
});
