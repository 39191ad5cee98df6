import { createContext, createToken, Inject, Injectable, Module, provide } from '@tenon/core';

const CLOCK = createToken<Date>('clock');
const OTHER_CLOCK = createToken<Date>('clocks');

@Injectable()
class Invoices {
  constructor(@Inject(CLOCK) readonly clock: Date) {}
}

@Module({ providers: [Invoices, provide(CLOCK, { useFactory: () => new Date() })] })
class AppModule {}

export const provoke = () => createContext(AppModule, { override: [provide(OTHER_CLOCK, { useValue: new Date(0) })] });
