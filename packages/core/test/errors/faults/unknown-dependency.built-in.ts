import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Cache {
  constructor(readonly entries: Map<string, unknown>) {}
}

@Module({ providers: [Cache] })
class AppModule {}

export const provoke = () => createContext(AppModule);
