import { createContext, Module } from '@tenon/core';

@Module()
class OrderModule {}

@Module({ providers: [OrderModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
