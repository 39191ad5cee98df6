/** What esbuild, and so tsx, makes of a decorated class: the decorator is called, but no types are emitted. */
import { createContext, Injectable, Module } from '@tenon/core';

class OrderRepository {}
Injectable()(OrderRepository);

class OrderService {
  constructor(orders, clock = Date) {
    this.orders = orders;
    this.clock = clock;
  }
}
Injectable()(OrderService);

class AppModule {}
Module({ providers: [OrderService, OrderRepository] })(AppModule);

export const provoke = () => createContext(AppModule);
