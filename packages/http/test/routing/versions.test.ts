import { expect, test } from '@jest/globals';
import { Controller, Get, Version, VERSION_NEUTRAL, type Versioning } from '@tenon/http';
import { ask, serve } from './serve.js';

@Controller({ path: '/orders', version: '1' })
class FirstController {
  @Get() list() {
    return 'first';
  }
  @Version('3') @Get() newest() {
    return 'third';
  }
  @Get('/old') old() {
    return 'old';
  }
}

@Controller({ path: '/orders', version: ['2', '2.1'] })
class SecondController {
  @Get() list() {
    return 'second';
  }
}

@Controller('/plain')
class PlainController {
  @Get() list() {
    return 'plain';
  }
}

@Controller({ path: '/health', version: VERSION_NEUTRAL })
class NeutralController {
  @Get() health() {
    return 'neutral';
  }
  @Version('2') @Get() second() {
    return 'second';
  }
}

const ALL = [FirstController, SecondController, PlainController, NeutralController];
const HEADER: Versioning = { type: 'header', header: 'X-Api-Version' };

test('finds a version in the path', async () => {
  await using app = await serve(ALL, { versioning: { type: 'uri' } });

  expect(await ask(app, '/v1/orders')).toBe('first');
  expect(await ask(app, '/v2/orders')).toBe('second');
  expect(await ask(app, '/v2.1/orders')).toBe('second');
  expect(await ask(app, '/v3/orders')).toBe('third');
  expect(await ask(app, '/orders')).toBe(404);
  expect(await ask(app, '/plain')).toBe('plain');
  expect(await ask(app, '/health')).toBe('neutral');
  expect(await ask(app, '/v2/health')).toBe('second');
});

test('finds a version in the path behind a prefix of its own, or none', async () => {
  await using dated = await serve(ALL, { versioning: { type: 'uri', prefix: 'version-' } });
  await using bare = await serve(ALL, { versioning: { type: 'uri', prefix: '' } });

  expect(await ask(dated, '/version-1/orders')).toBe('first');
  expect(await ask(bare, '/1/orders')).toBe('first');
});

test('gives routes without a version the default one in the path', async () => {
  await using app = await serve(ALL, { versioning: { type: 'uri', default: ['1', VERSION_NEUTRAL] } });

  expect(await ask(app, '/v1/plain')).toBe('plain');
  expect(await ask(app, '/plain')).toBe('plain');
  expect(await ask(app, '/v2/plain')).toBe(404);
  expect(await ask(app, '/health')).toBe('neutral');
});

test('finds a version in a header', async () => {
  await using app = await serve(ALL, { versioning: HEADER });
  const asked = (url: string, version?: string) =>
    ask(app, url, 'GET', version === undefined ? {} : { 'x-api-version': version });

  expect(await asked('/orders', '1')).toBe('first');
  expect(await asked('/orders', '2')).toBe('second');
  expect(await asked('/orders', '2.1')).toBe('second');
  expect(await asked('/orders', '3')).toBe('third');
  expect(await asked('/orders', '4')).toBe(404);
  expect(await asked('/orders')).toBe(404);
});

test('answers whatever version a header asks for by what is neutral, unless something has that version', async () => {
  await using app = await serve(ALL, { versioning: HEADER });
  const asked = (version?: string) =>
    ask(app, '/health', 'GET', version === undefined ? {} : { 'x-api-version': version });

  expect(await asked()).toBe('neutral');
  expect(await asked('1')).toBe('neutral');
  expect(await asked('2')).toBe('second');
});

test('takes the default version for routes and for requests that say none', async () => {
  await using app = await serve(ALL, { versioning: { ...HEADER, default: ['2', '1'] } });

  expect(await ask(app, '/orders')).toBe('second');
  expect(await ask(app, '/plain')).toBe('plain');
  expect(await ask(app, '/plain', 'GET', { 'x-api-version': '1' })).toBe('plain');
  expect(await ask(app, '/plain', 'GET', { 'x-api-version': '3' })).toBe(404);
});

test('takes a list of versions with the neutral one among them', async () => {
  @Controller('/x')
  class MixedController {
    @Version(['1', VERSION_NEUTRAL]) @Get() any() {
      return 'any';
    }
    @Version('2') @Get() second() {
      return 'second';
    }
  }
  await using byHeader = await serve([MixedController], { versioning: HEADER });
  await using byPath = await serve([MixedController], { versioning: { type: 'uri' } });

  expect(await ask(byHeader, '/x')).toBe('any');
  expect(await ask(byHeader, '/x', 'GET', { 'x-api-version': '2' })).toBe('second');
  expect(await ask(byPath, '/x')).toBe('any');
  expect(await ask(byPath, '/v1/x')).toBe('any');
});

test('needs no versioning for what is neutral', async () => {
  @Controller({ path: '/x', version: VERSION_NEUTRAL })
  class LoneController {
    @Get() get() {
      return 'x';
    }
  }
  await using app = await serve([LoneController]);

  expect(await ask(app, '/x')).toBe('x');
});

test('names in Allow the methods of the version that was asked for', async () => {
  await using app = await serve(ALL, { versioning: HEADER });

  const { statusCode, headers } = await app.inject({
    method: 'POST',
    url: '/orders',
    headers: { 'x-api-version': '1' },
  });

  expect(statusCode).toBe(405);
  expect(headers.allow).toBe('GET, HEAD, OPTIONS');
  expect(await ask(app, '/orders', 'POST', { 'x-api-version': '9' })).toBe(404);
});
