import { createContext, Module, type Token } from '@tenon/core';

@Module()
class AppModule {}

export async function provoke() {
  await using context = await createContext(AppModule);
  return context.get('clock' as unknown as Token<Date>);
}
