import 'reflect-metadata';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import websocket from '@fastify/websocket';
import { expect, test } from '@jest/globals';
import {
  type CanActivate,
  contextOf,
  Controller,
  createContextKey,
  FastifyOptions,
  Get,
  Injectable,
  Post,
  Provides,
  type RequestContext,
  UseGuards,
} from '@tenon/http';
import WebSocket from 'ws';
import { listen } from '../support/serve.js';

const USER = createContextKey<string>('user');

@Provides(USER)
@Injectable()
class SignedIn implements CanActivate {
  canActivate(context: RequestContext) {
    const user = context.request.headers['x-user'];
    if (typeof user !== 'string') return false;
    context.set(USER, user);
    return true;
  }
}

@Controller('/rooms')
class Rooms {
  @Get() list() {
    return ['lobby'];
  }
  @Post() open() {
    return 'opened';
  }
  @Get('/:room')
  @UseGuards(SignedIn)
  @FastifyOptions({
    wsHandler(socket, request) {
      const user = contextOf(request).get(USER);
      socket.on('message', (said: Buffer) => socket.send(`${String(user)} said ${said.toString()}`));
    },
  })
  show() {
    return { room: 'lobby' };
  }
}

async function start() {
  const { app, url } = await listenWithSockets();
  const connect = (path: string, headers: Record<string, string> = {}) =>
    new WebSocket(url.replace('http', 'ws') + path, { headers });
  return { app, url, connect };
}

function listenWithSockets() {
  return listen(Rooms, {}, (app) => {
    app.register(websocket);
    app.register(async (fastify) => {
      fastify.get('/echo', { websocket: true }, (socket) => {
        socket.on('message', (said: Buffer) => socket.send(said.toString()));
      });
    });
  });
}

async function answerOf(socket: WebSocket, said: string): Promise<string> {
  await once(socket, 'open');
  socket.send(said);
  const [answer] = (await once(socket, 'message')) as [Buffer];
  return answer.toString();
}

test('serves sockets beside decorated routes', async () => {
  const { url, connect } = await start();

  expect(await answerOf(connect('/echo'), 'hello')).toBe('hello');
  expect(await (await fetch(`${url}/rooms`)).json()).toEqual(['lobby']);
  expect(await (await fetch(`${url}/rooms`, { method: 'POST' })).text()).toBe('opened');
});

test('serves sockets on a decorated route, behind its guards', async () => {
  const { url, connect } = await start();

  expect(await answerOf(connect('/rooms/lobby', { 'x-user': 'ada' }), 'hello')).toBe('ada said hello');
  const page = await fetch(`${url}/rooms/lobby`, { headers: { 'x-user': 'ada' } });
  expect(await page.json()).toEqual({ room: 'lobby' });
});

test('answers a socket that a guard refuses, or that nobody takes, with a problem', async () => {
  const { connect } = await start();

  for (const [path, status] of [
    ['/rooms/lobby', 403],
    ['/nowhere', 404],
  ] as const) {
    const [, reply] = (await once(connect(path), 'unexpected-response')) as [unknown, IncomingMessage];
    expect(reply.statusCode).toBe(status);
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(await text(reply))).toMatchObject({ status });
  }
});

test('closes a socket on a route that takes none', async () => {
  const { connect } = await start();
  const socket = connect('/rooms');
  await once(socket, 'close');
  expect(socket.readyState).toBe(WebSocket.CLOSED);
});

test('closes its sockets when the application is closed', async () => {
  const { app, connect } = await start();
  const socket = connect('/echo');
  await once(socket, 'open');
  const closed = once(socket, 'close');

  await app.close();
  await closed;
  expect(socket.readyState).toBe(WebSocket.CLOSED);
});
