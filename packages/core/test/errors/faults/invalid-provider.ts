import { createContext, createToken, Module, type Provider } from '@tenon/core';

const CLOCK = createToken<Date>('clock');

@Module({ providers: [{ provide: CLOCK, useFactry: () => new Date() } as unknown as Provider] })
class AppModule {}

export const provoke = () => createContext(AppModule);
