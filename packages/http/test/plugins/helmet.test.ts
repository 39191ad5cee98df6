import 'reflect-metadata';
import helmet from '@fastify/helmet';
import { expect, test } from '@jest/globals';
import { Controller, FastifyOptions, type FastifyReply, Get, Header, NotFoundException, Res } from '@tenon/http';
import { serve } from '../support/serve.js';

@Controller()
class Pages {
  @Get('/json') json() {
    return { a: 1 };
  }
  @Get('/page') @Header('content-type', 'text/html') page() {
    return '<p>page</p>';
  }
  @Get('/nonce') @Header('content-type', 'text/html') nonce(@Res() reply: FastifyReply) {
    return `<script nonce="${reply.cspNonce.script}"></script>`;
  }
  @FastifyOptions({ helmet: { xFrameOptions: { action: 'deny' } } }) @Get('/strict') strict() {
    return 'strict';
  }
  @FastifyOptions({ helmet: false }) @Get('/bare') bare() {
    return 'bare';
  }
  @Get('/lost') lost() {
    throw new NotFoundException();
  }
}

test('adds its headers to replies and to errors', async () => {
  const app = await serve(Pages);
  app.register(helmet, { frameguard: { action: 'deny' } });

  for (const url of ['/json', '/page', '/lost', '/nowhere']) {
    const { headers } = await app.inject(url);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'strict-transport-security': expect.stringContaining('max-age='),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  }
});

test('decides alone about HTML, in place of our headers', async () => {
  const ours = await serve(Pages);
  expect((await ours.inject('/page')).headers).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'self'"),
    'x-frame-options': 'SAMEORIGIN',
  });

  const app = await serve(Pages);
  app.register(helmet, { contentSecurityPolicy: false, xFrameOptions: false });
  const { headers } = await app.inject('/page');
  expect(headers).not.toHaveProperty('content-security-policy');
  expect(headers).not.toHaveProperty('x-frame-options');
  expect(headers['referrer-policy']).toBe('no-referrer');
});

test('makes nonces for a decorated page', async () => {
  const app = await serve(Pages);
  app.register(helmet, { enableCSPNonces: true });

  const { body, headers } = await app.inject('/nonce');
  const [, nonce] = /nonce="([0-9a-f]{32})"/.exec(body) ?? [];
  expect(headers['content-security-policy']).toContain(`'nonce-${String(nonce)}'`);
});

test('takes what a route says of it', async () => {
  const app = await serve(Pages);
  app.register(helmet);

  expect((await app.inject('/strict')).headers['x-frame-options']).toBe('DENY');
  expect((await app.inject('/bare')).headers).not.toHaveProperty('x-frame-options');
});
