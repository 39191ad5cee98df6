import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Check {}

@Injectable()
class Health {
  constructor(...checks: Check[]) {
    for (const check of checks) console.log(check);
  }
}

@Module({ providers: [Health] })
class AppModule {}

export const provoke = () => createContext(AppModule);
