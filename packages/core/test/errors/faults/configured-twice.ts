import { configuredBy, createContext, createToken, Module } from '@tenon/core';

const CACHE_OPTIONS = createToken<{ url: string }>('cache options');

@Module()
class CacheModule {
  static readonly with = configuredBy(CACHE_OPTIONS);
}

@Module({ imports: [CacheModule.with({ url: 'redis://one' })] })
class OrderModule {}

@Module({ imports: [OrderModule, CacheModule.with({ url: 'redis://two' })] })
class AppModule {}

export const provoke = () => createContext(AppModule);
