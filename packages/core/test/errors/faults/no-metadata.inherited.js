import { createContext, Injectable, Module } from '@tenon/core';

class Repository {
  constructor(database) {
    this.database = database;
  }
}
Injectable()(Repository);

class OrderRepository extends Repository {}
Injectable()(OrderRepository);

class AppModule {}
Module({ providers: [OrderRepository] })(AppModule);

export const provoke = () => createContext(AppModule);
