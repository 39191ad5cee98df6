import { createContext, createToken, Module, provide } from '@tenon/core';

const TICKET = createToken<number>('ticket');

@Module({ providers: [provide(TICKET, { scope: 'transient', useFactory: async () => Date.now() })] })
class AppModule {}

const context = await createContext(AppModule);
// #region mend
const ticket = await context.resolve(TICKET);
// #endregion

export const mended = async () => {
  await context.close();
  return ticket;
};
