import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { type AppOptions, Controller, Get, Host, Ip, Req, UseGuards } from '@tenon/http';
import type { FastifyRequest } from 'fastify';
import { Exchange } from '../hostile/exchange.js';
import { listen } from '../support/serve.js';

@Controller('/where')
class Where {
  @Get() where(@Ip() ip: string, @Host() host: string, @Req() request: FastifyRequest) {
    return [ip, host, request.protocol];
  }
  @Get('/guarded')
  @UseGuards(() => false)
  guarded() {}
}

const FORWARDED = 'X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Host: shop.example:8443\r\nX-Forwarded-Proto: https\r\n';

async function ask(options: AppOptions, headers: string, path = '/where'): Promise<unknown> {
  const { port } = await listen(Where, options);
  const [reply] = await new Exchange(port, `GET ${path} HTTP/1.1\r\nHost: own.example\r\n${headers}\r\n`).replies();
  return reply?.status === 200 ? JSON.parse(reply.body) : reply?.status;
}

const own = ['127.0.0.1', 'own.example', 'http'];

test('believes nobody about the address, the host and the protocol of a client', async () => {
  expect(await ask({}, FORWARDED)).toEqual(own);
  const more =
    'Forwarded: for=203.0.113.9;host=shop.example;proto=https\r\nX-Real-IP: 203.0.113.9\r\nClient-IP: 1.1.1.1\r\n';
  expect(await ask({}, FORWARDED + more)).toEqual(own);
  expect(await ask({ trustProxy: [] }, FORWARDED)).toEqual(own);
});

test.each<[readonly string[] | string]>([
  ['loopback'],
  ['127.0.0.1'],
  ['10.0.0.0/8, 127.0.0.0/8'],
  [['10.0.0.7', '127.0.0.0/8']],
])('believes a proxy of %j', async (trustProxy) => {
  expect(await ask({ trustProxy }, FORWARDED)).toEqual(['203.0.113.9', 'shop.example', 'https']);
});

test.each<[readonly string[] | string]>([['uniquelocal'], ['10.0.0.0/8'], [['192.0.2.1', '2001:db8::/32']]])(
  'does not believe whoever is not of %j',
  async (trustProxy) => {
    expect(await ask({ trustProxy }, FORWARDED)).toEqual(own);
  },
);

test('believes what the nearest proxies say, and not what a client has said to them', async () => {
  const headers = 'X-Forwarded-For: 198.51.100.1, 203.0.113.9, 10.0.0.7\r\n';
  expect(await ask({ trustProxy: ['loopback', '10.0.0.0/8'] }, headers)).toEqual([
    '203.0.113.9',
    'own.example',
    'http',
  ]);
  const twice = 'X-Forwarded-Host: evil.example, shop.example\r\nX-Forwarded-Proto: http, https\r\n';
  expect(await ask({ trustProxy: 'loopback' }, twice)).toEqual(['127.0.0.1', 'shop.example', 'https']);
});

test.each([
  ['a host with a path', 'X-Forwarded-Host: evil.example/x\r\n'],
  ['a host with a user', 'X-Forwarded-Host: u@evil.example\r\n'],
  ['markup for a host', 'X-Forwarded-Host: "><script>\r\n'],
  ['a protocol that is none', 'X-Forwarded-Proto: javascript\r\n'],
])('refuses %s that a trusted proxy hands on', async (_, headers) => {
  expect(await ask({ trustProxy: 'loopback' }, headers)).toBe(400);
  // Who is not believed may say anything.
  expect(await ask({}, headers)).toEqual(own);
});

test('makes URLs of paths alone, whatever a client says of the host', async () => {
  const { app } = await listen(Where, { trustProxy: 'loopback' });
  expect(app.urlFor(Where, 'where')).toBe('/where');
});

test.each(['X-HTTP-Method-Override: PUT\r\n', 'X-Original-URL: /where\r\n', 'X-Rewrite-URL: /where\r\n'])(
  'lets nobody past a guard by %s',
  async (headers) => {
    expect(await ask({ trustProxy: 'loopback' }, headers, '/where/guarded')).toBe(403);
  },
);
