import 'reflect-metadata';
import helmet from '@fastify/helmet';
import { expect, test } from '@jest/globals';
import {
  type AppOptions,
  type ContentSecurityPolicy,
  contextOf,
  Controller,
  cspNonce,
  Context,
  Get,
  Header,
  Module,
  PAGE_WRITER,
  type PageWriter,
  provide,
  Render,
  RequestContext,
  TenonError,
} from '@tenon/http';
import { serve } from '../support/serve.js';

const script = (context: RequestContext): string => `<script nonce="${cspNonce(context)}">1</script>`;

@Controller()
class Pages {
  @Get('/plain') @Header('content-type', 'text/html') plain() {
    return '<p>';
  }
  @Get('/nonce') @Header('content-type', 'text/html') nonce(@Context() context: RequestContext) {
    return script(context) + script(context);
  }
  @Get('/kept') @Header('content-type', 'text/html') @Header('cache-control', 'no-store') kept(
    @Context() context: RequestContext,
  ) {
    return script(context);
  }
  @Get('/failing') @Render('failing') failing() {
    throw new Error('no');
  }
  @Get('/json') json(@Context() context: RequestContext) {
    return { nonce: cspNonce(context) };
  }
}

/** Writes pages of errors with a script in them. */
const WRITER: PageWriter = {
  write: () => '<p>',
  writeProblem: (_problem, _error, context) => script(context),
};

@Module({ providers: [provide(PAGE_WRITER, { useValue: WRITER })] })
class WriterModule {}

const start = (contentSecurityPolicy?: ContentSecurityPolicy | false, more: AppOptions = {}) =>
  serve(
    { controllers: [Pages], imports: [WriterModule] },
    { ...(contentSecurityPolicy !== undefined && { contentSecurityPolicy }), ...more },
  );

const policyOf = (reply: { headers: Record<string, unknown> }): string =>
  String(reply.headers['content-security-policy']);

test('puts the directives of the application in the place of the default ones', async () => {
  const app = await start({
    'img-src': ["'self'", 'https:'],
    'script-src-attr': false,
    'upgrade-insecure-requests': true,
  });

  expect(policyOf(await app.inject('/plain'))).toBe(
    "default-src 'self'; base-uri 'self'; font-src 'self' https: data:; form-action 'self'; frame-ancestors 'self'; img-src 'self' https:; object-src 'none'; script-src 'self'; style-src 'self' https: 'unsafe-inline'; upgrade-insecure-requests",
  );
});

test('sends no policy for false, and one that only reports', async () => {
  const none = await (await start(false)).inject('/nonce');
  expect(none.headers).not.toHaveProperty('content-security-policy');
  expect(none.headers).toHaveProperty('x-frame-options');

  const app = await start({ reportOnly: true, 'report-uri': ['/reports'] });
  const { headers } = await app.inject('/plain');
  expect(headers).not.toHaveProperty('content-security-policy');
  expect(headers['content-security-policy-report-only']).toContain('; report-uri /reports');
});

test('allows the scripts of a page by a nonce of its own, once somebody has asked for it', async () => {
  const app = await start();
  const replies = await Promise.all([app.inject('/nonce'), app.inject('/nonce')]);
  const nonces = replies.map((reply) => {
    const found = [...reply.body.matchAll(/nonce="([^"]+)"/g)].map(([, nonce]) => nonce);
    expect(new Set(found).size).toBe(1);
    expect(policyOf(reply)).toContain(`; script-src 'self' 'nonce-${String(found[0])}'; `);
    expect(policyOf(reply)).toContain("style-src 'self' https: 'unsafe-inline'");
    expect(reply.headers['cache-control']).toBe('private, no-cache');
    return found[0];
  });

  expect(new Set(nonces).size).toBe(2);
  for (const nonce of nonces) expect(Buffer.from(String(nonce), 'base64')).toHaveLength(16);
  expect(policyOf(await app.inject('/plain'))).not.toContain('nonce');
  expect((await app.inject('/kept')).headers['cache-control']).toBe('no-store');
  expect((await app.inject('/json')).headers).not.toHaveProperty('content-security-policy');
});

test.each<[string, ContentSecurityPolicy, string]>([
  ['styles that are not allowed anyway', { 'style-src': ["'self'"] }, "style-src 'self' 'nonce-…'"],
  ['no script at all', { 'script-src': ["'none'"] }, "script-src 'nonce-…'"],
  ['the default for scripts', { 'script-src': false }, "script-src 'self' 'nonce-…'"],
  ['all scripts', { 'script-src': ["'unsafe-inline'"] }, "script-src 'unsafe-inline'"],
  [
    'what old browsers understand',
    { 'script-src': ["'strict-dynamic'", "'unsafe-inline'"] },
    "script-src 'strict-dynamic' 'unsafe-inline' 'nonce-…'",
  ],
])('adds the nonce to a policy that allows %s', async (_, policy, expected) => {
  const reply = await (await start(policy)).inject('/nonce');

  const directives = policyOf(reply)
    .replaceAll(/nonce-[^']+/g, 'nonce-…')
    .split('; ');
  expect(directives).toContain(expected);
});

test('has the nonce in the policy of the page of an error, also of one that takes the place of another page', async () => {
  const app = await start(undefined, { showErrors: false });
  app.fastify.addHook('onSend', async (request, reply) => {
    await Promise.resolve();
    if (request.url === '/plain' && reply.statusCode === 200) throw new Error('the hook fails');
  });
  for (const url of ['/failing', '/nowhere', '/plain']) {
    const reply = await app.inject({ url, headers: { accept: 'text/html' } });
    const [, nonce] = /nonce="([^"]+)"/.exec(reply.body) ?? [];
    expect(policyOf(reply)).toContain(`'nonce-${String(nonce)}'`);
  }
});

test('gives raw pages a policy if they ask for a nonce', async () => {
  const app = await start();
  app.fastify.get('/raw', (request, reply) => reply.type('text/html').send(script(contextOf(request))));
  app.fastify.get('/other', (_, reply) => reply.type('text/html').send('<p>'));

  const reply = await app.inject('/raw');
  expect(policyOf(reply)).toContain(`'nonce-${String(/nonce="([^"]+)"/.exec(reply.body)?.[1])}'`);
  expect((await app.inject('/other')).headers).not.toHaveProperty('content-security-policy');
});

test('gives the nonce of @fastify/helmet where that decides', async () => {
  const app = await start();
  app.register(helmet, { enableCSPNonces: true });

  const reply = await app.inject('/nonce');
  const [, nonce] = /nonce="([^"]+)"/.exec(reply.body) ?? [];
  expect(policyOf(reply)).toContain(`'nonce-${String(nonce)}'`);
});

test.each<[string, object, RegExp]>([
  ['unquoted words', { 'script-src': ['self'] }, /write it in quotes: "'self'"/],
  ['unquoted hashes', { 'script-src': ['sha256-abc'] }, /in quotes/],
  ['a second directive', { 'img-src': ["'self'; script-src *"] }, /not one source/],
  ['several sources in one text', { 'img-src': ["'self' https:"] }, /not one source/],
  ['a line break', { 'img-src': ['a\r\nset-cookie: b'] }, /not one source/],
  ['a nonce for all replies', { 'script-src': ["'nonce-abc'"] }, /the same each time/],
  ["'none' beside others", { 'img-src': ["'none'", 'https:'] }, /leave out "'none'"/],
  ['a text in place of a list', { 'img-src': "'self'" }, /is no list/],
  ['true where sources are wanted', { 'img-src': true }, /is no list/],
  ['misspelt directives', { 'image-src': ["'self'"] }, /no browser knows/],
])('refuses %s at boot', async (_, policy, words) => {
  const error: unknown = await start(policy).catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(TenonError);
  expect((error as TenonError).code).toBe('TENON_HTTP_INVALID_POLICY');
  expect((error as TenonError).message).toMatch(words);
});
