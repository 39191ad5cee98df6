import { createContext, Inject, Injectable, Module } from '@tenon/core';
import { loadOtherCopy } from './parts/other-copy.js';

const other = await loadOtherCopy();
const CLOCK = other.createToken<Date>('clock');

@Injectable()
class Invoices {
  constructor(@Inject(CLOCK) readonly clock: Date) {}
}

@Module({ providers: [Invoices] })
class AppModule {}

export const provoke = () => createContext(AppModule);
