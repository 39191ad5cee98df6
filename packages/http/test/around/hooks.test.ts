import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { Exclude, Expose } from '@tenon/dto';
import {
  Body,
  contextOf,
  Controller,
  createContextKey,
  Get,
  HttpCode,
  NotFoundException,
  Post,
  Returns,
  UseGuards,
  UseHooks,
} from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { until, Wire } from '../support/socket.js';

test("runs each of Fastify's hooks, in Fastify's order, around guards and the handler", async () => {
  const seen: string[] = [];
  @Controller()
  @UseHooks({
    onRequest: (_request, _reply, done) => {
      seen.push('onRequest of the controller');
      done();
    },
  })
  class Hooked {
    @Post('/hooked')
    @UseHooks({
      onRequest: [
        async () => void seen.push('onRequest 1'),
        (_request, _reply, done) => {
          seen.push('onRequest 2');
          done();
        },
      ],
      preParsing: async (_request, _reply, payload) => {
        seen.push('preParsing');
        return payload;
      },
      preValidation: async () => void seen.push('preValidation'),
      preHandler: async () => void seen.push('preHandler'),
      preSerialization: async (_request, _reply, payload) => {
        seen.push(`preSerialization ${JSON.stringify(payload)}`);
        return payload;
      },
      onSend: async (_request, _reply, payload) => {
        seen.push(`onSend ${String(payload)}`);
        return payload;
      },
      onResponse: async () => void seen.push('onResponse'),
    })
    @UseGuards(() => {
      seen.push('guard');
      return true;
    })
    hooked(@Body({ unvalidated: true }) body: object) {
      seen.push('handler');
      return body;
    }
    @Get('/failing') @UseHooks({ onError: async () => void seen.push('onError') }) failing() {
      throw new NotFoundException();
    }
  }
  const app = await serve(Hooked);
  const reply = await app.inject({ method: 'POST', url: '/hooked', payload: { a: 1 } });
  expect(reply.json()).toEqual({ a: 1 });
  await until(() => seen.includes('onResponse'), 'the last hook ran');
  expect(seen.splice(0)).toEqual([
    'onRequest of the controller',
    'onRequest 1',
    'onRequest 2',
    'guard',
    'preParsing',
    'preValidation',
    'preHandler',
    'handler',
    'preSerialization {"a":1}',
    'onSend {"a":1}',
    'onResponse',
  ]);
  expect((await app.inject('/failing')).statusCode).toBe(404);
  expect(seen).toEqual(['onRequest of the controller', 'onError']);
});

test('runs hooks of requests that are given up', async () => {
  const seen: string[] = [];
  @Controller()
  class Slow {
    @Get('/slow')
    @UseHooks({
      onRequestAbort: async (_request) => void seen.push('aborted'),
    })
    slow() {
      seen.push('called');
      return new Promise(() => {});
    }
  }
  const { port } = await listen(Slow);
  const wire = new Wire(port);
  wire.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => seen.includes('called'), 'the handler was called');
  wire.goAway();
  await until(() => seen.includes('aborted'), 'the hook ran');
  expect(seen).toEqual(['called', 'aborted']);
});

class User {
  name = 'ada';
  @Exclude() password = 'secret';
}

class UserView {
  @Expose() name!: string;
}

@Controller()
class Users {
  @Get('/plain') plain() {
    return { a: 1 };
  }
  @Get('/user') user() {
    return new User();
  }
  @Get('/view') @Returns(UserView) view() {
    return new User();
  }
  @Get('/views') @Returns([UserView]) views() {
    return [new User()];
  }
  @Get('/number') number() {
    return 7;
  }
  @Get('/text') text() {
    return 'text';
  }
  @Get('/nothing') nothing() {}
  @Get('/error') @HttpCode(202) error() {
    throw new NotFoundException('lost');
  }
}

test('lets a hook of the whole application see objects, and what it makes of them is hidden as the class says', async () => {
  const app = await serve(Users);
  app.fastify.addHook('preSerialization', async (_request, _reply, payload) => ({ data: payload }));
  const ask = async (url: string) => (await app.inject(url)).body;
  expect(await ask('/plain')).toBe('{"data":{"a":1}}');
  expect(await ask('/user')).toBe('{"data":{"name":"ada"}}');
  expect(await ask('/view')).toBe('{"data":{"name":"ada"}}');
  expect(await ask('/views')).toBe('{"data":[{"name":"ada"}]}');
  expect(await ask('/number')).toBe('{"data":7}');
  expect(await ask('/text')).toBe('text');
  expect((await app.inject('/nothing')).statusCode).toBe(204);
  expect((await app.inject('/error')).json()).toMatchObject({ status: 404, detail: 'lost' });
  expect((await app.inject('/plain')).headers['content-type']).toBe('application/json; charset=utf-8');
});

test('lets hooks see objects that a plugin adds to the routes', async () => {
  const app = await serve(Users);
  app.fastify.addHook('onRoute', (route) => {
    if (route.url === '/user') route.preSerialization = async (_request, _reply, payload) => [payload];
  });
  expect((await app.inject('/user')).body).toBe('[{"name":"ada"}]');
  expect((await app.inject('/plain')).body).toBe('{"a":1}');
});

test('leaves hooks of another part of the application alone', async () => {
  const app = await serve(Users);
  app.register(async (part) => {
    part.addHook('preSerialization', async (_request, _reply, payload) => ({ data: payload }));
    part.get('/part', () => ({ b: 1 }));
  });
  expect((await app.inject('/part')).body).toBe('{"data":{"b":1}}');
  expect((await app.inject('/plain')).body).toBe('{"a":1}');
});

test('answers with a problem when such a hook fails', async () => {
  const app = await serve(Users, { showErrors: false });
  app.fastify.addHook('preSerialization', () => Promise.reject(new Error('secret')));
  expect((await app.inject('/plain')).json()).toEqual({
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    requestId: expect.any(String),
  });
});

test("gives the request's context to hooks and routes of Fastify's own", async () => {
  const WORD = createContextKey<string>('word');
  const app = await serve(Users);
  app.fastify.addHook('preHandler', async (request) => contextOf(request).set(WORD, 'hook'));
  app.fastify.get('/raw', (request) => {
    const context = contextOf(request);
    return { word: context.get(WORD), id: context.id === request.id, route: context.route ?? 'none' };
  });
  expect((await app.inject('/raw')).json()).toEqual({ word: 'hook', id: true, route: 'none' });
});
