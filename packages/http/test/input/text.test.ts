import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { Body, Controller, Get, Headers, Post, Query } from '@tenon/http';
import { IsInt, IsNumber, IsOptional, IsString } from '@tenon/dto';
import { Exchange } from '../hostile/exchange.js';
import { listen, serve } from '../support/serve.js';

class Reading {
  @IsOptional() @IsNumber() value?: number;
  @IsOptional() @IsInt() count?: number;
  @IsOptional() @IsString() note?: string;
}

@Controller('/readings')
class Readings {
  @Post() add(@Body() reading: Reading) {
    return reading;
  }
  @Post('/any') any(@Body({ unvalidated: true }) body: unknown) {
    return { value: String((body as Reading).value) };
  }
  @Get() find(@Query('q') q: string) {
    return { q };
  }
  @Get('/header') header(@Headers('x-note') note: string) {
    return { note };
  }
}

async function send(body: string, path = '/readings'): Promise<unknown> {
  const app = await serve(Readings);
  const headers = { 'content-type': 'application/json' };
  const reply = await app.inject({ method: 'POST', url: path, payload: body, headers });
  return reply.statusCode < 300 ? reply.json() : [reply.statusCode, reply.json<{ code?: string }>().code];
}

test('takes the last one of several keys of one name', async () => {
  expect(await send('{"note":"a","count":1,"note":"b"}')).toEqual({ note: 'b', count: 1 });
  // Whatever stood before it is never looked at, valid or not.
  expect(await send('{"note":1,"note":"b"}')).toEqual({ note: 'b' });
  expect(await send('{"note":"b","note":1}')).toEqual([422, undefined]);
});

test.each(['1e999', '-1e999', '1e400'])('refuses %s where a number is declared', async (number) => {
  expect(await send(`{"value":${number}}`)).toEqual([422, undefined]);
  expect(await send(`{"count":${number}}`)).toEqual([422, undefined]);
});

test('gives a number beyond all as Infinity where nothing is declared', async () => {
  expect(await send('{"value":1e999}', '/readings/any')).toEqual({ value: 'Infinity' });
});

test('gives the nearest number to one that has more digits than numbers have', async () => {
  expect(await send('{"value":0.1000000000000000055511151231257827}')).toEqual({ value: 0.1 });
  expect(await send('{"count":9007199254740993}')).toEqual({ count: 9_007_199_254_740_992 });
  expect(await send('{"value":1e-999}')).toEqual({ value: 0 });
});

test('takes no half of a letter, and every whole one', async () => {
  expect(await send('{"note":"\\ud83d"}')).toEqual([400, 'invalid-unicode']);
  expect(await send('{"note":"\\ude00"}')).toEqual([400, 'invalid-unicode']);
  expect(await send('{"note":"\\ud83d\\ud83d\\ude00"}')).toEqual([400, 'invalid-unicode']);
  expect(await send('{"note":"\\uD83D\\uDE00\\n\\ud83d\\ude00"}')).toEqual({ note: '\u{1f600}\n\u{1f600}' });
  expect(await send('{"note":"\\\\ud83d"}')).toEqual({ note: '\\ud83d' });
  expect(await send('{"note":"\\u0041\\u0000"}')).toEqual({ note: 'A\0' });
});

test('reads a query as text of UTF-8, or not at all', async () => {
  const app = await serve(Readings);
  expect((await app.inject('/readings?q=%E2%82%AC+%2B%25')).json()).toEqual({ q: '€ +%' });
  for (const url of ['/readings?q=%ff', '/readings?q=%41%ff', '/readings?%ff=1&q=a', '/readings?q=100%']) {
    expect((await app.inject(url)).json()).toMatchObject({ status: 400, code: 'invalid-utf8' });
  }
});

test.each([
  ['application/json; charset=utf-8', 201],
  ['application/json; charset="UTF-8"', 201],
  ['application/json; charset=us-ascii', 201],
  ['application/json; x=1', 201],
  ['application/json; charset=utf-16', 415],
  ['application/json; charset=iso-8859-1', 415],
])('answers a body of %s with %i', async (type, status) => {
  const app = await serve(Readings);
  const reply = await app.inject({
    method: 'POST',
    url: '/readings',
    payload: '{}',
    headers: { 'content-type': type },
  });
  expect(reply.statusCode).toBe(status);
  if (status === 415) expect(reply.json()).toMatchObject({ code: 'unsupported-charset' });
});

test('gives headers byte by byte, of which each is a letter', async () => {
  const { port } = await listen(Readings);
  const [reply] = await new Exchange(
    port,
    'GET /readings/header HTTP/1.1\r\nHost: x\r\nX-Note: \xff\xe9\r\n\r\n',
  ).replies();
  expect(JSON.parse(Buffer.from(reply?.body ?? '', 'latin1').toString())).toEqual({ note: '\xff\xe9' });
});
