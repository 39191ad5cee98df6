import { createContext, createToken, Inject, Injectable, Module, type Token } from '@tenon/core';

/** As a bundler leaves it when two files import each other: declared, but without a value yet. */
const tokens: { clock?: Token<Date> } = {};

@Injectable()
class Invoices {
  constructor(@Inject(tokens.clock as Token<Date>) readonly clock: Date) {}
}

tokens.clock = createToken<Date>('clock');

@Module({ providers: [Invoices] })
class AppModule {}

export const provoke = () => createContext(AppModule);
