import { createContext, Injectable, Module } from '@tenon/core';

interface Clock {
  now(): number;
}

@Injectable()
class Mailer {}

@Injectable()
class Reminders {
  constructor(
    readonly mailer: Mailer,
    readonly clock: Clock,
  ) {}
}

@Module({ providers: [Reminders] })
class AppModule {}

export const provoke = () => createContext(AppModule);
