import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Mailer {
  constructor(readonly host: string) {}
}

@Module({ providers: [Mailer] })
class AppModule {}

export const provoke = () => createContext(AppModule);
