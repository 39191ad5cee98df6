/** What a compiler makes of `@Inject(CLOCK) clock;` when "experimentalDecorators" is not set. */
import { createContext, createToken, Inject, Injectable, Module } from '@tenon/core';

const CLOCK = createToken('clock');

export const provoke = async () => {
  class Invoices {}
  Inject(CLOCK)(undefined, { kind: 'field', name: 'clock', static: false, private: false });
  Injectable()(Invoices, { kind: 'class', name: 'Invoices' });

  class AppModule {}
  Module({ providers: [Invoices] })(AppModule, { kind: 'class', name: 'AppModule' });
  return createContext(AppModule);
};
