import { createContext, Injectable, Module } from '@tenon/core';
import { loadOtherCopy } from './parts/other-copy.js';

const other = await loadOtherCopy();

@other.Injectable()
class Rates {}

@Injectable()
class Invoices {
  constructor(readonly rates: Rates) {}
}

@Module({ providers: [Invoices] })
class AppModule {}

export const provoke = () => createContext(AppModule);
