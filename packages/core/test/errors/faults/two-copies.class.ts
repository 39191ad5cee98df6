import { createContext, Module } from '@tenon/core';
import { loadOtherCopy } from './parts/other-copy.js';

const other = await loadOtherCopy();

@other.Injectable({ scope: 'request' })
class Tenant {}

@Module({ providers: [Tenant] })
class AppModule {}

export const provoke = () => createContext(AppModule);
