import 'reflect-metadata';
import { gunzipSync } from 'node:zlib';
import caching from '@fastify/caching';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import csrf from '@fastify/csrf-protection';
import etag from '@fastify/etag';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import jwt from '@fastify/jwt';
import multipart from '@fastify/multipart';
import { FastifyOtelInstrumentation } from '@fastify/otel';
import rateLimit from '@fastify/rate-limit';
import requestContext from '@fastify/request-context';
import secureSession from '@fastify/secure-session';
import session from '@fastify/session';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import underPressure from '@fastify/under-pressure';
import view from '@fastify/view';
import websocket from '@fastify/websocket';
import { expect, test } from '@jest/globals';
import { Expose, IsInt, Type } from '@tenon/dto';
import { type App, Body, Controller, Get, NotFoundException, Param, Post, Returns, UseGuards } from '@tenon/http';
import { Eta } from 'eta';
import { serve } from '../support/serve.js';

class OrderView {
  @Expose() id!: number;
  @Expose() note!: string;
}

class PlaceOrder {
  @IsInt() @Type(() => Number) id!: number;
}

@Controller('/orders')
@UseGuards(async () => true)
class Orders {
  @Get('/lost') lost() {
    throw new NotFoundException('It is lost.');
  }
  @Get('/:id') @Returns(OrderView) async show(@Param('id') id: number) {
    return { id, note: 'note '.repeat(500), secret: 'hidden' };
  }
  @Post() @Returns(OrderView) place(@Body() order: PlaceOrder) {
    return { id: order.id, note: 'placed' };
  }
}

async function start(): Promise<App> {
  const app = await serve(Orders, { showErrors: false });
  app
    .register(new FastifyOtelInstrumentation().plugin())
    .register(requestContext)
    .register(underPressure, { maxEventLoopDelay: 60_000 })
    .register(cors, { origin: ['https://shop.example'] })
    .register(helmet)
    .register(cookie, { secret: 'secret' })
    .register(session, { secret: 'a secret with more than thirty-two characters', cookie: { secure: false } })
    .register(secureSession, { key: Buffer.alloc(32, 7), sessionName: 'sealed' })
    .register(csrf, { sessionPlugin: '@fastify/session' })
    .register(jwt, { secret: 'secret' })
    .register(rateLimit, { max: 5 })
    .register(caching, { privacy: 'private', expiresIn: 60 })
    .register(etag)
    .register(compress)
    .register(formbody)
    .register(multipart)
    .register(websocket)
    .register(view, { engine: { eta: new Eta() } })
    .register(fastifyStatic, { root: import.meta.dirname, prefix: '/files/' })
    .register(swagger);
  return app.ready();
}

test('works with all of them at once', async () => {
  const app = await start();

  const reply = await app.inject({
    url: '/orders/7',
    headers: { 'accept-encoding': 'gzip', origin: 'https://shop.example' },
  });
  expect(reply.statusCode).toBe(200);
  expect(JSON.parse(gunzipSync(reply.rawPayload).toString())).toEqual({ id: 7, note: 'note '.repeat(500) });
  expect(reply.headers).toMatchObject({
    'access-control-allow-origin': 'https://shop.example',
    'cache-control': 'private, max-age=60',
    'content-encoding': 'gzip',
    etag: expect.any(String),
    'x-frame-options': 'SAMEORIGIN',
    'x-ratelimit-remaining': '4',
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const placed = await app.inject({ method: 'POST', url: '/orders', headers, payload: 'id=8' });
  expect([placed.statusCode, placed.json()]).toEqual([201, { id: 8, note: 'placed' }]);
  expect((await app.inject({ method: 'POST', url: '/orders', payload: {} })).json()).toMatchObject({ status: 422 });
  expect((await app.inject('/orders/lost')).json()).toMatchObject({ status: 404, detail: 'It is lost.' });
  expect((await app.inject({ method: 'PUT', url: '/orders' })).json()).toMatchObject({ status: 405 });
  await app.inject('/orders/1');
  expect((await app.inject('/orders/1')).json()).toMatchObject({ status: 429 });
});
