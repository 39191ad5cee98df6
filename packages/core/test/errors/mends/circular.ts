import { createContext, Injectable, InjectLazy, type Lazy, Module } from '@tenon/core';

// #region mend
@Injectable()
class OrderService {
  constructor(@InjectLazy(() => InvoiceService) private readonly invoices: Lazy<InvoiceService>) {}

  close(order: number) {
    return this.invoices.get().write(order);
  }
}

@Injectable()
class InvoiceService {
  constructor(readonly orders: OrderService) {}

  write(order: number) {
    return `Invoice of order ${order}`;
  }
}
// #endregion

@Module({ providers: [OrderService, InvoiceService] })
class AppModule {}

export const mended = () => createContext(AppModule);
