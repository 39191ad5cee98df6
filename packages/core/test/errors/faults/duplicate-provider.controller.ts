import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class OrderController {}

@Module({ controllers: [OrderController] })
class OrderModule {}

@Module({ imports: [OrderModule], controllers: [OrderController] })
class AppModule {}

export const provoke = () => createContext(AppModule);
