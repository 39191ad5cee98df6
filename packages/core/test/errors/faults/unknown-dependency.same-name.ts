import { createContext, Injectable, Module } from '@tenon/core';

function declareElsewhere() {
  class Clock {}
  return Clock;
}

const OtherClock = declareElsewhere();

class Clock {}

@Injectable()
class Invoices {
  constructor(readonly clock: Clock) {}
}

@Module({ providers: [Invoices, OtherClock] })
class AppModule {}

export const provoke = () => createContext(AppModule);
