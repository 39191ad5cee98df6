import { type Class, createContext, Module } from '@tenon/core';

const services: { orders?: Class } = {};

@Module({ providers: [services.orders as Class] })
class OrderModule {}

@Module({ imports: [OrderModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
