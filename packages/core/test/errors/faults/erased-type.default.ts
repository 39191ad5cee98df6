import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Retry {
  constructor(readonly attempts: number = 3) {}
}

@Module({ providers: [Retry] })
class AppModule {}

export const provoke = () => createContext(AppModule);
