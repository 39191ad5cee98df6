import { createContext, createToken, Inject, Injectable, Module } from '@tenon/core';

interface Clock {
  now(): number;
}

const CLOCK = createToken<Clock>('clock');

@Injectable()
class Invoices {
  constructor(@Inject(CLOCK) readonly clock: Clock) {}
}

@Module({ providers: [Invoices] })
class BillingModule {}

@Module({ imports: [BillingModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
