import { createContext, createToken, Inject, Injectable, Module, provide } from '@tenon/core';

// #region mend
const CLOCK = createToken<Date>('clock');

@Injectable()
class Invoices {
  constructor(@Inject(CLOCK) readonly clock: Date) {}
}

@Module({ providers: [Invoices, provide(CLOCK, { useFactory: () => new Date() })] })
class AppModule {}
// #endregion

export const mended = () => createContext(AppModule);
