import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Clock {}

@Injectable()
class Calendar {
  constructor(readonly clock: Clock) {
    throw new RangeError('Invalid time zone: Mars/Olympus');
  }
}

@Module({ providers: [Calendar] })
class AppModule {}

export const provoke = () => createContext(AppModule);
