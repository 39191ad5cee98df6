import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { IsInt, IsOptional, IsString } from '@tenon/dto';
import { type App, Body, Controller, Cookies, Get, Headers, Param, Post, type Problem, Query } from '@tenon/http';
import fc from 'fast-check';
import { serve } from '../support/serve.js';

/* Whatever comes: it is answered, and with what the declared types say. */

class Search {
  @IsOptional() @IsString() text?: string;
  @IsOptional() @IsInt() page?: number;
  @IsOptional() @IsInt({ each: true }) ids?: number[];
}

@Controller()
class Random {
  @Get('/search') search(@Query() search: Search) {
    return search;
  }
  @Get('/number') number(@Query('n') n: number) {
    return { n };
  }
  @Get('/text') text(@Query('t') t: string, @Headers('x-t', { optional: true }) x?: string) {
    return { t, x };
  }
  @Get('/numbers') numbers(@Query('n', [Number]) n: number[]) {
    return { n };
  }
  @Get('/path/:part') path(@Param('part') part: string) {
    return { part };
  }
  @Get('/cookie') cookie(@Cookies('c') c: string) {
    return { c };
  }
  @Post('/json') json(@Body({ unvalidated: true }) body: unknown) {
    return { body };
  }
  @Post('/search') post(@Body() search: Search) {
    return search;
  }
}

/** Asks, and sees to it that whatever is refused is refused properly. */
async function ask(app: App, request: Parameters<App['inject']>[0]) {
  const reply = await app.inject(request);
  expect([200, 201, 400, 404, 414, 422]).toContain(reply.statusCode);
  expect(reply.headers['x-content-type-options']).toBe('nosniff');
  if (reply.statusCode >= 400) {
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(reply.json<Problem>()).toMatchObject({ status: reply.statusCode, requestId: expect.any(String) });
  }
  return reply;
}

const text = fc.string({ unit: 'grapheme', maxLength: 30 });

test('gives texts of a query as they were meant', async () => {
  const app = await serve(Random);
  await fc.assert(
    fc.asyncProperty(text, async (t) => {
      const reply = await ask(app, `/text?${new URLSearchParams({ t }).toString()}`);
      expect(reply.json()).toEqual({ t });
    }),
  );
});

test('gives numbers of a query as they were meant, and nothing that is none', async () => {
  const app = await serve(Random);
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  await fc.assert(
    fc.asyncProperty(number, async (n) => {
      // JSON has no word for -0.
      expect((await ask(app, `/number?n=${encodeURIComponent(String(n))}`)).json()).toEqual({ n: n + 0 });
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(number, { minLength: 1 }), async (n) => {
      const query = n.map((each) => `n=${encodeURIComponent(String(each))}`).join('&');
      expect((await ask(app, `/numbers?${query}`)).json()).toEqual({ n: n.map((each) => each + 0) });
    }),
  );
  await fc.assert(
    fc.asyncProperty(text, async (n) => {
      const reply = await ask(app, `/number?${new URLSearchParams({ n }).toString()}`);
      // A number in JavaScript's own words, without white space, or none at all.
      const isNumber = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(n) && Number.isFinite(Number(n));
      if (!isNumber) expect(reply.statusCode).toBe(422);
      else if (reply.statusCode === 200) expect(reply.json()).toEqual({ n: Number(n) + 0 });
    }),
  );
});

test('answers any query', async () => {
  const app = await serve(Random, { unknown: 'reject' });
  const part = fc.oneof(
    fc.constantFrom('text', 'page', 'ids', '__proto__', 'constructor', 'ids[]', 'ids[0]', 'toString', 'hasOwnProperty'),
    fc.string({ unit: fc.constantFrom(...Array.from('ab=&%[]+;.1-\u0000é')), maxLength: 8 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(part, part), { maxLength: 8 }), async (pairs) => {
      const query = pairs.map((pair) => pair.join('=')).join('&');
      await ask(app, { url: `/search?${encodeURI(query)}` });
      const raw = query.replaceAll(/[^!-~]/g, '');
      await ask(app, { url: `/search?${raw}` });
      expect(Object.prototype).not.toHaveProperty('text');
    }),
    { numRuns: 300 },
  );
});

test('gives parts of a path as they were meant', async () => {
  const app = await serve(Random);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }), async (part) => {
      if (part === '.' || part === '..') return;
      const reply = await ask(app, `/path/${encodeURIComponent(part)}`);
      expect(reply.json()).toEqual({ part });
    }),
  );
});

test('answers any path', async () => {
  const app = await serve(Random);
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom(...Array.from('ab/%2f.:*?#;(){}')), maxLength: 12 }),
      async (path) => {
        await ask(app, { url: `/path/${path}` });
      },
    ),
    { numRuns: 300 },
  );
});

test('gives JSON as it was sent', async () => {
  const app = await serve(Random);
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }), async (value) => {
      const payload = JSON.stringify(value);
      const headers = { 'content-type': 'application/json' };
      const reply = await ask(app, { method: 'POST', url: '/json', payload, headers });
      const isHostile = /__proto__/.test(payload) || /"constructor":\{[^}]*"prototype"/.test(payload);
      if (!isHostile) expect(reply.json()).toEqual({ body: JSON.parse(payload) });
    }),
    { numRuns: 300 },
  );
});

test('makes of any JSON a valid object, or says where it is not', async () => {
  const app = await serve(Random);
  const value = fc.oneof(
    fc.jsonValue(),
    fc.record(
      { text: fc.jsonValue(), page: fc.jsonValue(), ids: fc.jsonValue(), more: fc.jsonValue() },
      {
        requiredKeys: [],
      },
    ),
    fc.record({ text: fc.string(), page: fc.integer(), ids: fc.array(fc.integer()), more: fc.jsonValue() }),
  );
  await fc.assert(
    fc.asyncProperty(value, async (payload) => {
      const headers = { 'content-type': 'application/json' };
      const reply = await ask(app, { method: 'POST', url: '/search', payload: JSON.stringify(payload), headers });
      if (reply.statusCode === 201) {
        for (const [key, each] of Object.entries(reply.json<Record<string, unknown>>())) {
          expect(each).toEqual((payload as Record<string, unknown>)[key]);
          expect(['text', 'page', 'ids']).toContain(key);
        }
      } else if (reply.statusCode === 422) {
        for (const error of reply.json<Problem>().errors ?? []) {
          expect(error).toMatchObject({
            in: 'body',
            pointer: expect.stringMatching(/^#(\/(text|page|ids)(\/\d+)?)?$/),
          });
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('answers any bytes that are said to be JSON, a form or text', async () => {
  const app = await serve(Random);
  const types = fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'application/x+json');
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1 }), types, async (bytes, type) => {
      const headers = { 'content-type': type };
      await ask(app, { method: 'POST', url: '/json', payload: Buffer.from(bytes), headers });
    }),
    { numRuns: 300 },
  );
});

test('gives headers and cookies as they were sent', async () => {
  const app = await serve(Random);
  const value = fc.string({ unit: fc.constantFrom(...Array.from('abc019 !#$&*+-.^_|~<>()"/=?@[]{}')), maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(value, async (x) => {
      const reply = await ask(app, { url: '/text?t=', headers: { 'x-t': x } });
      expect(reply.json()).toEqual({ t: '', x });
    }),
  );
  await fc.assert(
    fc.asyncProperty(text, async (c) => {
      const reply = await ask(app, { url: '/cookie', headers: { cookie: `c=${encodeURIComponent(c)}` } });
      expect(reply.json()).toEqual({ c });
    }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom(...Array.from('abc=;,%" \\')), maxLength: 20 }),
      async (cookie) => {
        await ask(app, { url: '/cookie', headers: { cookie } });
      },
    ),
  );
});

test('answers any Accept', async () => {
  const app = await serve(Random);
  const part = fc.constantFrom(
    '*/*',
    'application/json',
    'application/*',
    'text/html',
    ';q=',
    '0',
    '0.5',
    ',',
    ' ',
    '"',
    ';',
    '=',
    '\\',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 12 }), async (parts) => {
      const reply = await app.inject({ url: '/text?t=a', headers: { accept: parts.join('') } });
      expect([200, 406]).toContain(reply.statusCode);
    }),
    { numRuns: 300 },
  );
});
