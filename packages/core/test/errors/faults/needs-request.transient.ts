import { createContext, Inject, Injectable, Module } from '@tenon/core';

@Injectable({ scope: 'request' })
class Tenant {}

@Injectable({ scope: 'transient' })
class Letterhead {
  constructor(readonly tenant: Tenant) {}
}

@Injectable()
class Invoices {
  @Inject() readonly letterhead!: Letterhead;
}

@Module({ providers: [Invoices] })
class AppModule {}

export const provoke = () => createContext(AppModule);
