import { createContext, createToken, Module, provide } from '@tenon/core';

const DATABASE = createToken<object>('database');

@Module({ providers: [provide(DATABASE, { useFactory: async () => ({}) })] })
class AppModule {}

// #region mend
const context = await createContext(AppModule, { timeoutMs: 120_000 });
// #endregion

export const mended = async () => context.close();
