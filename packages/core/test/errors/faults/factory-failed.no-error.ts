import { createContext, createToken, Module, provide } from '@tenon/core';

const LICENCE = createToken<string>('licence');

@Module({
  providers: [
    provide(LICENCE, {
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- what some libraries do
      useFactory: () => Promise.reject('expired'),
    }),
  ],
})
class AppModule {}

export const provoke = () => createContext(AppModule);
