import { expect, test } from '@jest/globals';
import { createContext, Injectable, Module } from '@tenon/core';

@Injectable({ scope: 'request' })
class Tenant {}

@Module({ providers: [Tenant] })
class AppModule {}

test('gives the current request’s instance to who asks the application within it', async () => {
  await using context = await createContext(AppModule);
  await using request = context.createRequestScope();

  expect(request.run(() => context.get(Tenant))).toBe(request.get(Tenant));
  expect(await request.run(() => context.resolve(Tenant))).toBe(request.get(Tenant));
});
