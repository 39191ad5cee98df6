import 'reflect-metadata';
import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class OrderService {
  constructor(readonly invoices: { service: unknown }) {}
}

@Injectable()
class InvoiceService {
  constructor(readonly orders: OrderService) {}
}

/** As it is emitted for a class that is declared further down. */
Reflect.defineMetadata('design:paramtypes', [InvoiceService], OrderService);
Injectable()(OrderService);

@Module({ providers: [OrderService, InvoiceService] })
class OrderModule {}

@Module({ imports: [OrderModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
