import { createContext, Inject, Injectable, Module } from '@tenon/core';

@Injectable()
class OrderService {}

@Module({ providers: [OrderService], exports: [OrderService] })
class BillingModule {}

@Injectable()
class OrderController {
  @Inject() readonly orders!: OrderService;
}

@Module({ controllers: [OrderController] })
class OrderModule {}

@Module({ imports: [BillingModule, OrderModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
