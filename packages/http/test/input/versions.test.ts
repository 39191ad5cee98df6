import 'reflect-metadata';
import { once } from 'node:events';
import { connect } from 'node:http2';
import websocket from '@fastify/websocket';
import { expect, test } from '@jest/globals';
import { Controller, FastifyOptions, Get } from '@tenon/http';
import { Exchange } from '../hostile/exchange.js';
import { listen } from '../support/serve.js';

@Controller()
class Any {
  @Get('/') any() {
    return 'any';
  }
  @Get('/socket')
  @FastifyOptions({ wsHandler: (socket: { close(): void }) => socket.close() })
  socket() {
    return 'no socket';
  }
}

const UPGRADE = 'Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n';
const ask = (path: string, headers: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;

test.each(['h2c', 'H2C', 'TLS/1.0', 'h2c, websocket'])(
  'answers who would rather speak %s in HTTP/1.1, also where there are WebSockets',
  async (protocol) => {
    const { port } = await listen(Any, {}, (app) => app.register(websocket));
    for (const path of ['/', '/socket']) {
      const replies = await new Exchange(port, ask(path, `${UPGRADE}Upgrade: ${protocol}\r\n`)).replies();
      expect(replies.map(({ status }) => status)).toEqual([200]);
    }
  },
);

test('serves HTTP/2 where Fastify is told to', async () => {
  const { url } = await listen(Any, { fastify: { http2: true } });
  const session = connect(url);
  const stream = session.request({ ':path': '/?a=%E2%82%AC' });
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  expect(headers[':status']).toBe(200);
  stream.resume();
  await once(stream, 'close');
  session.close();
  await once(session, 'close');
});

test('is no proxy in HTTP/2 either', async () => {
  const { url } = await listen(Any, { fastify: { http2: true } });
  const session = connect(url);
  const stream = session.request({ ':method': 'CONNECT', ':authority': 'x:80' });
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  expect(headers).toMatchObject({ ':status': 405, 'content-type': 'application/problem+json; charset=utf-8' });
  stream.resume().end();
  await once(stream, 'close');
  session.close();
  await once(session, 'close');
});

test('says what it does not understand of an expectation', async () => {
  const { port } = await listen(Any);
  const [reply] = await new Exchange(port, ask('/', 'Expect: cake\r\n')).replies();
  expect(JSON.parse(reply?.body ?? '')).toMatchObject({ status: 417, code: 'unknown-expectation' });
});
