import { createContext, Injectable, Module } from '@tenon/core';
import { Currency } from './parts/currency.js';

@Injectable()
class PriceList {
  constructor(readonly currency: Currency) {}
}

@Module({ providers: [PriceList] })
class AppModule {}

export const provoke = () => createContext(AppModule);
export const standard = Currency.Euro;
