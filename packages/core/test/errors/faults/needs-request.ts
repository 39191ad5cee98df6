import { createContext, Injectable, Module } from '@tenon/core';

@Injectable({ scope: 'request' })
class Tenant {}

@Injectable()
class Invoices {
  constructor(readonly tenant: Tenant) {}
}

@Module({ providers: [Invoices] })
class AppModule {}

export const provoke = () => createContext(AppModule);
