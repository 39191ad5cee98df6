import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class OrderService {}

@Injectable()
class OrderServiceFactory {}

@Module({ providers: [OrderService], exports: [OrderServiceFactory] })
class OrderModule {}

@Module({ imports: [OrderModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
