import { createContext, createToken, Module, provide, type Scope } from '@tenon/core';

const CLOCK = createToken<Date>('clock');

@Module({ providers: [provide(CLOCK, { useFactory: () => new Date(), scope: 'session' as Scope })] })
class AppModule {}

export const provoke = () => createContext(AppModule);
