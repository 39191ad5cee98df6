import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { createContext, Injectable, Module } from '@tenon/core';

class Missing {}

@Injectable()
class Service {
  constructor(readonly missing: Missing) {}
}

@Module({ providers: [Service] })
class AppModule {}

test('leads from an uncaught fault to the line of the class that has it', async () => {
  const failure: unknown = await createContext(AppModule).catch((error: unknown) => error);
  const lines = inspect(failure).split('\n');
  expect(lines[0]).toMatch(/^TenonError: TENON_CONTAINER_UNKNOWN_DEPENDENCY: Service needs Missing/);
  expect(lines.filter((line) => line.startsWith('    at '))).toEqual([
    `    at Service.constructor (${import.meta.filename}:7:1)`,
  ]);
});

test('leads to the call of createContext where the fault is there', async () => {
  const failure = (await createContext(class {}).catch((error: unknown) => error)) as Error;
  expect(failure.stack).toContain(`${import.meta.filename}:`);
});
