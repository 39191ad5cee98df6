import { createContext, createToken, Injectable, Module, provide } from '@tenon/core';

const CLOCK = createToken<Date>('clock');
const REPORT = createToken<string>('report');

@Injectable()
class Formatter {}

@Module({
  providers: [
    provide(REPORT, {
      inject: [Formatter, CLOCK],
      useFactory: (format, clock) => `${typeof format} ${clock.getTime()}`,
    }),
  ],
})
class AppModule {}

export const provoke = () => createContext(AppModule);
