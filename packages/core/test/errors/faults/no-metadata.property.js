/** What tsx makes of a decorated property: the decorator is called, but no type is emitted. */
import { createContext, Inject, Injectable, Module } from '@tenon/core';

class OrderRepository {}
Injectable()(OrderRepository);

class OrderService {}
Inject()(OrderService.prototype, 'orders');
Injectable()(OrderService);

class AppModule {}
Module({ providers: [OrderService, OrderRepository] })(AppModule);

export const provoke = () => createContext(AppModule);
