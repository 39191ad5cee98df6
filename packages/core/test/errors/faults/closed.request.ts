import { createContext, Injectable, Module } from '@tenon/core';

@Injectable({ scope: 'request' })
class Tenant {}

@Module()
class AppModule {}

export async function provoke() {
  await using context = await createContext(AppModule);
  const request = context.createRequestScope();
  await request.close();
  return request.get(Tenant);
}
