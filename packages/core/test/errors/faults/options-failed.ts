import { configuredBy, createContext, createToken, Module } from '@tenon/core';

const CACHE_OPTIONS = createToken<{ url: string }>('cache options');

@Module()
class CacheModule {
  static readonly with = configuredBy(CACHE_OPTIONS);
}

@Module({
  imports: [
    CacheModule.with([], () => {
      throw new Error('CACHE_URL is not set');
    }),
  ],
})
class AppModule {}

export const provoke = () => createContext(AppModule);
