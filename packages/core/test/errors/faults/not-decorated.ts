import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class OrderRepository {}

class OrderService {
  constructor(readonly orders: OrderRepository) {}
}

@Module({ providers: [OrderService] })
class AppModule {}

export const provoke = () => createContext(AppModule);
