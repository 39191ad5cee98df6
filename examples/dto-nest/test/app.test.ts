import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type INestApplication, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { compile, InvalidDtoError, Validate, ValidatorConstraint } from '@tenon/dto';
import { createApp } from '../src/app.js';

let app: INestApplication;

beforeEach(async () => {
  app = await createApp();
  await app.listen(0, '127.0.0.1');
});

afterEach(async () => {
  jest.restoreAllMocks();
  await app.close();
});

const VALID = { email: 'ada@example.org', lines: [{ sku: 'A-1', quantity: 2 }] };

async function ask(path: string, body?: unknown): Promise<{ status: number; reply: unknown }> {
  const headers = { 'content-type': 'application/json' };
  const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  const reply = await fetch((await app.getUrl()) + path, init);
  return { status: reply.status, reply: await reply.json() };
}

test('shows of a new order what the view exposes, and keeps no property that nobody declared', async () => {
  const line = { sku: 'A-1', quantity: 2, price: 0 };
  expect(await ask('/orders', { ...VALID, lines: [line], role: 'admin' })).toEqual({
    status: 201,
    reply: { id: 1, lines: VALID.lines },
  });
});

test('answers an invalid body with what is wrong and where', async () => {
  const { status, reply } = await ask('/orders', { ...VALID, lines: [{ sku: 'A-1', quantity: 0 }] });
  expect(status).toBe(422);
  expect(reply).toMatchObject({
    errors: [
      {
        property: 'lines',
        children: [
          {
            property: '0',
            children: [{ property: 'quantity', constraints: { min: 'quantity must not be less than 1' } }],
          },
        ],
      },
    ],
    refused: [],
  });
});

test.each([[[VALID]], [[]], [{}]])('answers %j, which is no order', async (body) => {
  expect((await ask('/orders', body)).status).toBe(422);
});

test('answers a body that is too long with a code, not with a fault of the server', async () => {
  const lines = Array.from({ length: 10_001 }, () => 0);
  expect(await ask('/orders', { ...VALID, lines })).toEqual({ status: 400, reply: { code: 'TENON_DTO_TOO_LONG' } });
});

test('takes the strings of a query for what the class declares', async () => {
  await ask('/orders', VALID);
  expect((await ask('/orders?page=1&paid=false')).reply).toHaveLength(1);
  expect((await ask('/orders?paid=1')).reply).toEqual([]);
});

test('refuses what is no integer', async () => {
  const { status, reply } = await ask('/orders?page=1e3');
  expect(status).toBe(422);
  expect(reply).toMatchObject({ refused: [{ path: ['page'], value: '1e3', expected: 'integer' }] });
});

test('leaves alone what has no class', async () => {
  await ask('/orders', VALID);
  expect((await ask('/orders/1')).reply).toHaveLength(1);
});

@Injectable()
class Accounts {
  readonly names = ['ada'];
}

@Injectable()
@ValidatorConstraint({ name: 'isFree' })
class IsFree {
  constructor(private readonly accounts: Accounts) {}

  validate(name: string): boolean {
    return !this.accounts.names.includes(name);
  }
}

class SignUp {
  @Validate(IsFree) name!: string;
}

@Module({ providers: [Accounts, IsFree] })
class AccountModule {}

test('makes constraints that need a service by the container of NestJS', async () => {
  const context = await NestFactory.createApplicationContext(AccountModule, { logger: false });
  const signUp = compile(SignUp, { container: { get: (type) => context.get(type, { strict: false }) } });
  expect(() => signUp.parse({ name: 'ada' })).toThrow(InvalidDtoError);
  expect(signUp.parse({ name: 'grace' })).toEqual({ name: 'grace' });
  await context.close();
});

test('answers a request to itself, and ends', async () => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('../src/main.js');
  expect(log.mock.calls.map(([line]) => line as string).join('\n')).toMatchGolden('main');
});
