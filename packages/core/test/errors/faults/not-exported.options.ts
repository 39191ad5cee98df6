import { configuredBy, createContext, createToken, Injectable, Module } from '@tenon/core';

const CACHE_OPTIONS = createToken<{ url: string }>('cache options');

@Module()
class CacheModule {
  static readonly with = configuredBy(CACHE_OPTIONS);
}

@Injectable()
class Settings {
  readonly url = 'redis://localhost';
}

@Module({ providers: [Settings] })
class SettingsModule {}

@Module({ imports: [SettingsModule, CacheModule.with([Settings], ({ url }) => ({ url }))] })
class AppModule {}

export const provoke = () => createContext(AppModule);
