import { createContext, createToken, Injectable, Module } from '@tenon/core';

const GREETING = createToken<string>('greeting');

@Injectable()
class Clock {
  readonly hour = new Date().getHours();
}

@Module({ providers: [Clock, { provide: GREETING, useFactory: (clock: Clock) => `It is ${clock.hour} o'clock.` }] })
class AppModule {}

export const provoke = () => createContext(AppModule);
