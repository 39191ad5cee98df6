import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Check {}

@Injectable()
class Health {
  constructor(readonly checks: Check[]) {}
}

@Module({ providers: [Health] })
class AppModule {}

export const provoke = () => createContext(AppModule);
