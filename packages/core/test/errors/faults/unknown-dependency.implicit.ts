import { createContext, Injectable, Module } from '@tenon/core';

class Clock {}

@Injectable()
class Invoices {
  constructor(readonly clock: Clock) {}
}

@Injectable()
class Billing {
  constructor(readonly invoices: Invoices) {}
}

@Module({ providers: [Billing] })
class BillingModule {}

@Module({ imports: [BillingModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
