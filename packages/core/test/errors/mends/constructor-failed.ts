import { createContext, Injectable, Module } from '@tenon/core';

// #region mend
@Injectable()
class Calendar {
  readonly format = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Zurich' });
}
// #endregion

@Module({ providers: [Calendar] })
class AppModule {}

export const mended = () => createContext(AppModule);
