import { createContext, Injectable, InjectLazy, type Lazy, Module } from '@tenon/core';

// #region mend
@Injectable()
class Invoices {
  constructor(@InjectLazy(() => Clock) readonly clock: Lazy<Clock>) {}
}

@Injectable()
class Clock {}
// #endregion

@Module({ providers: [Invoices] })
class AppModule {}

export const mended = () => createContext(AppModule);
