import { createContext, createToken, Injectable, Module, provide, type Token } from '@tenon/core';

const YEAR = createToken<number>('year');

@Injectable()
class Calendar {}

@Module({
  providers: [
    provide(YEAR, {
      inject: [Calendar, 'clock' as unknown as Token<Date>],
      useFactory: (_, clock) => clock.getFullYear(),
    }),
  ],
})
class AppModule {}

export const provoke = () => createContext(AppModule);
