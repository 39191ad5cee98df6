import 'reflect-metadata';
import { createContext, Injectable, Module } from '@tenon/core';

class Clock {}

@Injectable()
class Invoices {
  constructor(readonly clock: Clock) {}
}

/** As swc and esbuild leave it when two files import each other. */
Reflect.defineMetadata('design:paramtypes', [undefined], Invoices);
Injectable()(Invoices);

@Module({ providers: [Invoices] })
class AppModule {}

export const provoke = () => createContext(AppModule);
