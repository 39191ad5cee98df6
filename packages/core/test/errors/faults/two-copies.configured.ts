import { createContext, Module } from '@tenon/core';
import { loadOtherCopy } from './parts/other-copy.js';

const other = await loadOtherCopy();

@other.Module()
class CacheModule {
  static readonly with = other.configuredBy(other.createToken<string>('cache options'));
}

@Module({ imports: [CacheModule.with('redis://localhost')] })
class AppModule {}

export const provoke = () => createContext(AppModule);
