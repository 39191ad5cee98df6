import { createContext, createToken, Module, type Override, provide } from '@tenon/core';

const CLOCK = createToken<Date>('clock');

@Module({ providers: [provide(CLOCK, { useFactory: () => new Date() })] })
class AppModule {}

export const provoke = () =>
  createContext(AppModule, { override: [{ provide: CLOCK, value: new Date(0) } as unknown as Override] });
