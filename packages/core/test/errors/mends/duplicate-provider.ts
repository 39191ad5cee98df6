import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class OrderService {}

// #region mend
@Module({ providers: [OrderService], exports: [OrderService] })
class OrderModule {}

@Module({ imports: [OrderModule] })
class InvoiceModule {}
// #endregion

export const mended = () => createContext(InvoiceModule);
