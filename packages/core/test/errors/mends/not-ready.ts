import { createContext, Injectable, InjectLazy, type Lazy, Module, type OnInit } from '@tenon/core';

// #region mend
@Injectable()
class OrderService implements OnInit {
  constructor(@InjectLazy(() => InvoiceService) private readonly invoices: Lazy<InvoiceService>) {}

  onInit() {
    this.invoices.get().announce();
  }
}
// #endregion

@Injectable()
class InvoiceService {
  constructor(readonly orders: OrderService) {}

  announce() {}
}

@Module({ providers: [OrderService, InvoiceService] })
class AppModule {}

export const mended = () => createContext(AppModule);
