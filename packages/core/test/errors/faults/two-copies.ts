import { createContext, Module } from '@tenon/core';
import { loadOtherCopy } from './parts/other-copy.js';

const other = await loadOtherCopy();

@other.Module()
class BillingModule {}

@Module({ imports: [BillingModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
