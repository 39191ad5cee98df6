import { createContext, createToken, Inject, Injectable, Module, provide } from '@tenon/core';

const CLOCK = createToken<Date>('clock');

@Injectable()
class Invoices {
  constructor(@Inject(CLOCK) readonly clock: Date) {}
}

@Module({ providers: [Invoices, provide(CLOCK, { useFactory: () => new Date() })] })
class AppModule {}

// #region mend
const context = await createContext(AppModule, { override: [provide(CLOCK, { useValue: new Date(0) })] });
// #endregion

export const mended = async () => context.close();
