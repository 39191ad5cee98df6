import { createContext, Injectable, Module } from '@tenon/core';

interface Clock {
  now(): number;
}

@Injectable()
class Reminders {
  constructor(readonly clock: Clock) {}
}

@Module({ providers: [Reminders] })
class AppModule {}

await createContext(AppModule);
