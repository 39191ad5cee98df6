import { type Class, createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class OrderController {}

@Module({ controllers: [new OrderController() as unknown as Class] })
class AppModule {}

export const provoke = () => createContext(AppModule);
