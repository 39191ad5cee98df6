import { createContext, Inject, Injectable, Module, type Token } from '@tenon/core';

const CLOCK = 'clock' as unknown as Token<Date>;

@Injectable()
class Invoices {
  constructor(@Inject(CLOCK) readonly clock: Date) {}
}

@Module({ providers: [Invoices] })
class AppModule {}

export const provoke = () => createContext(AppModule);
