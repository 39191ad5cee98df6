import { createContext, Injectable, Module } from '@tenon/core';

class OrderRepository {}

@Injectable()
class OrderRepositories {}

@Injectable()
class OrderService {
  constructor(readonly orders: OrderRepository) {}
}

@Module({ providers: [OrderService, OrderRepositories] })
class AppModule {}

export const provoke = () => createContext(AppModule);
