import { createContext, createToken, Inject, Injectable, Module, provide } from '@tenon/core';

// #region mend
interface Clock {
  now(): number;
}

const CLOCK = createToken<Clock>('clock');

@Injectable()
class Reminders {
  constructor(@Inject(CLOCK) readonly clock: Clock) {}
}

@Module({ providers: [Reminders, provide(CLOCK, { useValue: Date })] })
class AppModule {}
// #endregion

export const mended = () => createContext(AppModule);
