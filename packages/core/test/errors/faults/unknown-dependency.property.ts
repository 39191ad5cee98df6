import { createContext, Inject, Injectable, Module } from '@tenon/core';

class Clock {}

@Injectable()
class Invoices {
  @Inject() readonly clock!: Clock;
}

@Module({ providers: [Invoices] })
class AppModule {}

export const provoke = () => createContext(AppModule);
