import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class OrderService {}

@Module({ providers: [OrderService] })
class BillingModule {}

class Clock {}

@Injectable()
class OrderController {
  constructor(
    readonly clock: Clock,
    readonly orders: OrderService,
  ) {}
}

@Module({ imports: [BillingModule], providers: [Clock], controllers: [OrderController] })
class OrderModule {}

@Module({ imports: [OrderModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
