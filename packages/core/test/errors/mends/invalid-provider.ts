import { createContext, createToken, Module, provide } from '@tenon/core';

const CLOCK = createToken<Date>('clock');

// #region mend
@Module({ providers: [provide(CLOCK, { useFactory: () => new Date() })] })
class AppModule {}
// #endregion

export const mended = () => createContext(AppModule);
