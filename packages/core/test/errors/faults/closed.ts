import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Reports {}

@Module({ providers: [Reports] })
class AppModule {}

export async function provoke() {
  const context = await createContext(AppModule);
  await context.close();
  return context.get(Reports);
}
