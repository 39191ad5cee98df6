import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Prices {}

// #region mend
@Module({ providers: [Prices], exports: [Prices] })
class PriceModule {}

@Module({ imports: [PriceModule] })
class OrderModule {}

@Module({ imports: [PriceModule, OrderModule] })
class InvoiceModule {}
// #endregion

export const mended = () => createContext(InvoiceModule);
