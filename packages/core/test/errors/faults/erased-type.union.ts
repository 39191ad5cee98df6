import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Mailer {}

@Injectable()
class SignUp {
  constructor(readonly mailer: Mailer | null) {}
}

@Module({ providers: [SignUp] })
class AppModule {}

export const provoke = () => createContext(AppModule);
