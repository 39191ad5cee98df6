import { createContext, Inject, Injectable, Module } from '@tenon/core';

interface Clock {
  now(): number;
}

@Injectable()
class Reminders {
  @Inject() readonly clock!: Clock;
}

@Module({ providers: [Reminders] })
class AppModule {}

export const provoke = () => createContext(AppModule);
