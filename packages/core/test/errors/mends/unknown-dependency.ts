import { createContext, Injectable, Module } from '@tenon/core';

// #region mend
@Injectable()
class OrderRepository {}

@Injectable()
class OrderService {
  constructor(readonly orders: OrderRepository) {}
}

@Module({ providers: [OrderService] })
class AppModule {}
// #endregion

export const mended = () => createContext(AppModule);
