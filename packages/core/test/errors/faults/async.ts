import { createContext, createToken, Module, provide } from '@tenon/core';

const TICKET = createToken<number>('ticket');

@Module({ providers: [provide(TICKET, { scope: 'transient', useFactory: async () => Date.now() })] })
class AppModule {}

export async function provoke() {
  await using context = await createContext(AppModule);
  return context.get(TICKET);
}
