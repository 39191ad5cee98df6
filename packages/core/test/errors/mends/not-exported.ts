import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class OrderService {}

@Injectable()
class OrderController {
  constructor(readonly orders: OrderService) {}
}

// #region mend
@Module({ providers: [OrderService], exports: [OrderService] })
class BillingModule {}

@Module({ imports: [BillingModule], controllers: [OrderController] })
class OrderModule {}
// #endregion

export const mended = () => createContext(OrderModule);
