import { configuredBy, createContext, createToken, Module } from '@tenon/core';

class CacheConfig {
  readonly url = 'redis://localhost';
}

const CACHE_OPTIONS = createToken<{ url: string }>('cache options');

@Module()
class CacheModule {
  static readonly with = configuredBy(CACHE_OPTIONS);
}

@Module({ imports: [CacheModule.with([CacheConfig], (config) => ({ url: config.url }))] })
class AppModule {}

export const provoke = () => createContext(AppModule);
