import { createContext, Injectable, InjectLazy, type Lazy, Module } from '@tenon/core';

@Injectable()
class OrderService {
  constructor(@InjectLazy(() => InvoiceService) readonly invoices: Lazy<InvoiceService>) {
    this.invoices.get().announce();
  }
}

@Injectable()
class InvoiceService {
  constructor(readonly orders: OrderService) {}

  announce() {}
}

@Module({ providers: [OrderService, InvoiceService] })
class AppModule {}

export const provoke = () => createContext(AppModule);
