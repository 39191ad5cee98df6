import { configuredBy, createContext, createToken, Module } from '@tenon/core';

const CACHE_OPTIONS = createToken<{ url: string }>('cache options');

@Module()
class CacheModule {
  static readonly with = configuredBy(CACHE_OPTIONS);
}

@Module({ imports: [CacheModule.with([], () => new Promise<{ url: string }>(() => {}))] })
class AppModule {}

export const provoke = () => createContext(AppModule, { timeoutMs: 20 });
