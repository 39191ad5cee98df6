import 'reflect-metadata';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { expect, jest, test } from '@jest/globals';
import { Body, Controller, Post, type RequestContext, UseGuards } from '@tenon/http';
import { serve } from '../support/serve.js';
import { Wire } from '../support/socket.js';

/* Where a name has several addresses, as `localhost` often has, each of them has a server of its own. */

const dns = createRequire(import.meta.url)('node:dns') as typeof import('node:dns');

@Controller()
class Guarded {
  @Post('/guarded')
  @UseGuards(({ request }: RequestContext): boolean => request.headers['x-in'] !== undefined)
  guarded(@Body({ unvalidated: true }) body: unknown) {
    return body;
  }
}

type Look = (host: string, options: { readonly all?: boolean }, done: (...found: unknown[]) => void) => void;

/** @returns the port */
async function listenTwice(): Promise<number> {
  const { lookup } = dns;
  const both = ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));
  const look: Look = (host, options, done) => {
    if (host === 'localhost' && options.all === true) done(null, both);
    else (lookup as Look)(host, options, done);
  };
  const mock = jest.spyOn(dns, 'lookup').mockImplementation(look as never);
  const app = await serve(Guarded);
  await app.listen({ host: 'localhost', port: 0, signals: false });
  mock.mockRestore();
  expect(app.fastify.addresses()).toHaveLength(2);
  return (app.fastify.server.address() as AddressInfo).port;
}

const ODD = [
  ['what is no request', 'GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n', 400],
  ['a held back body', 'POST /guarded HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n', 403],
  ['another expectation', 'POST /guarded HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nContent-Length: 2\r\n\r\n', 417],
  ['a tunnel', 'CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n', 405],
] as const;

test.each(ODD)('answers %s at each address with a problem', async (_, request, status) => {
  const port = await listenTwice();
  const texts = await Promise.all(
    ['127.0.0.1', '127.0.0.2'].map(async (address) => {
      const wire = new Wire(port, address);
      wire.write(request);
      return wire.until('}');
    }),
  );

  for (const text of texts) {
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(text).toMatch(/content-type: application\/problem\+json/i);
  }
});
