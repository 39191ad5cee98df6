import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class OrderService {}

@Module({ providers: [OrderService], exports: [OrderService] })
class OrderModule {}

@Module({ providers: [OrderService] })
class InvoiceModule {}

@Module({ imports: [OrderModule, InvoiceModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
