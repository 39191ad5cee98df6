import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Database {}

abstract class Repository {
  constructor(readonly database: Database) {}
}

@Injectable()
class OrderRepository extends Repository {}

@Module({ providers: [OrderRepository] })
class AppModule {}

export const provoke = () => createContext(AppModule);
