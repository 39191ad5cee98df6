import { configuredBy, createContext, createToken, Inject, Injectable, Module } from '@tenon/core';

const CACHE_OPTIONS = createToken<{ url: string }>('cache options');

@Injectable()
class Cache {
  constructor(@Inject(CACHE_OPTIONS) readonly options: { url: string }) {}
}

@Module({ providers: [Cache], exports: [Cache] })
class CacheModule {
  static readonly with = configuredBy(CACHE_OPTIONS);
}

// #region mend
@Module({ imports: [CacheModule.with({ url: 'redis://localhost' })] })
class AppModule {}
// #endregion

export const mended = () => createContext(AppModule);
