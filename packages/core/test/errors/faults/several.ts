import { createContext, Injectable, Module } from '@tenon/core';

interface Clock {
  now(): number;
}

class Mailer {}

@Injectable()
class SignUp {
  constructor(
    readonly mailer: Mailer,
    readonly clock: Clock,
  ) {}
}

@Module({ providers: [SignUp], exports: [Mailer] })
class AppModule {}

export const provoke = () => createContext(AppModule);
