import { createContext, createToken, Module } from '@tenon/core';

const CLOCK = createToken<Date>('clock');

@Module({ providers: [{ provide: CLOCK, useValue: new Date(), scope: 'request' }] })
class AppModule {}

export const provoke = () => createContext(AppModule);
