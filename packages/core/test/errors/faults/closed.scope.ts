import { createContext, Module } from '@tenon/core';

@Module()
class AppModule {}

export async function provoke() {
  const context = await createContext(AppModule);
  await context.close();
  return context.createRequestScope();
}
