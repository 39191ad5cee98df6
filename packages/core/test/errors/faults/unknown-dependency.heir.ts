import { createContext, Injectable, Module } from '@tenon/core';

abstract class OrderRepository {
  abstract find(id: number): unknown;
}

@Injectable()
class SqlOrderRepository extends OrderRepository {
  find(id: number) {
    return id;
  }
}

@Injectable()
class OrderService {
  constructor(readonly orders: OrderRepository) {}
}

@Module({ providers: [OrderService, SqlOrderRepository] })
class AppModule {}

export const provoke = () => createContext(AppModule);
