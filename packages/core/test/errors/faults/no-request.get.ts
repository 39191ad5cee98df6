import { createContext, Injectable, Module } from '@tenon/core';

@Injectable({ scope: 'request' })
class Tenant {}

@Module({ providers: [Tenant] })
class AppModule {}

export async function provoke() {
  await using context = await createContext(AppModule);
  return context.get(Tenant);
}
