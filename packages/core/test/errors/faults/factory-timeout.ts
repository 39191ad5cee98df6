import { createContext, createToken, Module, provide } from '@tenon/core';

const DATABASE = createToken<object>('database');

@Module({ providers: [provide(DATABASE, { useFactory: () => new Promise<object>(() => {}) })] })
class AppModule {}

export const provoke = () => createContext(AppModule, { timeoutMs: 20 });
