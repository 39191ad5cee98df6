import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class OrderService {}

@Module({ imports: [OrderService] })
class OrderModule {}

@Module({ imports: [OrderModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
