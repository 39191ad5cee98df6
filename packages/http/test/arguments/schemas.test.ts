import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { Body, Controller, createParamDecorator, Get, Headers, Post, Query, type StandardSchema } from '@tenon/http';
import * as v from 'valibot';
import { z } from 'zod';
import { serve } from '../support/serve.js';

const zodOrder = z.object({
  email: z.email(),
  lines: z.array(z.object({ quantity: z.number().min(1) })).min(1),
  day: z.iso.date().transform((day) => new Date(day)),
});
const zodPage = z.object({ page: z.coerce.number().int().default(1) });
const zodLater = z.object({
  name: z.string().refine((name) => Promise.resolve(name !== 'taken'), { message: 'is taken' }),
});
const valibotOrder = v.object({ email: v.pipe(v.string(), v.email()), note: v.optional(v.string(), 'none') });
const valibotLater = v.objectAsync({
  name: v.pipeAsync(
    v.string(),
    v.checkAsync((name) => Promise.resolve(name !== 'taken'), 'is taken'),
  ),
});

const Word = createParamDecorator((word: string) => word);

@Controller()
class Schemas {
  @Post('/zod') zod(@Body(zodOrder) order: z.infer<typeof zodOrder>) {
    return { ...order, isDate: order.day instanceof Date };
  }
  @Get('/zod') page(@Query(zodPage) { page }: { page: number }, @Headers('x-n', z.coerce.number()) n: number) {
    return { page, n };
  }
  @Post('/zod-later') zodLater(@Body(zodLater) { name }: { name: string }, @Query('n') n: number) {
    return { name, n };
  }
  @Post('/valibot') valibot(@Body(valibotOrder) order: v.InferOutput<typeof valibotOrder>) {
    return order;
  }
  @Post('/valibot-later') valibotLater(@Body(valibotLater) { name }: { name: string }) {
    return { name };
  }
  @Get('/piped') piped(@Query('n', z.coerce.number(), (n: number) => n + 1) n: number, @Word('a') word: string) {
    return [n, word];
  }
}

async function post(url: string, payload: object): Promise<unknown> {
  const app = await serve(Schemas);
  return (await app.inject({ method: 'POST', url, payload })).json<unknown>();
}

test('takes input through a schema of zod', async () => {
  expect(await post('/zod', { email: 'a@b.example', lines: [{ quantity: 1 }], day: '2026-11-25', more: 1 })).toEqual({
    email: 'a@b.example',
    lines: [{ quantity: 1 }],
    day: '2026-11-25T00:00:00.000Z',
    isDate: true,
  });
  expect(await post('/zod', { email: 'x', lines: [{ quantity: 0 }], day: 'x' })).toMatchObject({
    status: 422,
    errors: [
      { in: 'body', pointer: '#/email', code: 'invalid_format', message: 'Invalid email address' },
      { in: 'body', pointer: '#/lines/0/quantity', code: 'too_small' },
      { in: 'body', pointer: '#/day', code: 'invalid_format' },
    ],
  });
  const app = await serve(Schemas);
  expect((await app.inject({ url: '/zod', headers: { 'x-n': '7' } })).json()).toEqual({ page: 1, n: 7 });
  expect((await app.inject({ url: '/zod?page=x', headers: { 'x-n': 'y' } })).json()).toMatchObject({
    errors: [
      { in: 'query', name: 'page', code: 'invalid_type' },
      { in: 'header', name: 'x-n', code: 'invalid_type' },
    ],
  });
  expect((await app.inject('/piped?n=1')).json()).toEqual([2, 'a']);
});

test('takes input through a schema of valibot', async () => {
  expect(await post('/valibot', { email: 'a@b.example' })).toEqual({ email: 'a@b.example', note: 'none' });
  expect(await post('/valibot', { email: 1 })).toMatchObject({
    status: 422,
    errors: [{ in: 'body', pointer: '#/email', code: 'invalid', message: expect.stringContaining('Invalid type') }],
  });
});

test('waits for schemas that take time, and tells all that is wrong together', async () => {
  expect(await post('/zod-later?n=1', { name: 'free' })).toEqual({ name: 'free', n: 1 });
  expect(await post('/zod-later?n=x', { name: 'taken' })).toMatchObject({
    errors: [
      { in: 'body', pointer: '#/name', message: 'is taken' },
      { in: 'query', name: 'n' },
    ],
  });
  expect(await post('/valibot-later', { name: 'free' })).toEqual({ name: 'free' });
  expect(await post('/valibot-later', { name: 'taken' })).toMatchObject({
    errors: [{ in: 'body', pointer: '#/name', message: 'is taken' }],
  });
});

test('takes a schema that somebody has written, whose paths are of objects or of keys', async () => {
  const schema: StandardSchema<string> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) =>
        value === 'good'
          ? { value: 'GOOD' }
          : { issues: [{ message: 'bad', path: ['a', { key: 'b/c' }, 0, Symbol('d')] }, { message: 'worse' }] },
    },
  };
  @Controller()
  class Own {
    @Post('/own') own(@Body(schema) value: string) {
      return value;
    }
  }
  const app = await serve(Own);
  const ask = (payload: string) =>
    app.inject({ method: 'POST', url: '/own', payload, headers: { 'content-type': 'application/json' } });
  expect((await ask('"good"')).body).toBe('GOOD');
  expect((await ask('"x"')).json().errors).toEqual([
    { in: 'body', pointer: '#/a/b~1c/0/Symbol(d)', code: 'invalid', message: 'bad' },
    { in: 'body', pointer: '#', code: 'invalid', message: 'worse' },
  ]);
});
