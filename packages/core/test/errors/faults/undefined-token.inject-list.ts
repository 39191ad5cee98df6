import { createContext, createToken, Module, provide, type Token } from '@tenon/core';

const tokens: { clock?: Token<Date> } = {};
const YEAR = createToken<number>('year');

@Module({
  providers: [provide(YEAR, { inject: [tokens.clock as Token<Date>], useFactory: (clock) => clock.getFullYear() })],
})
class AppModule {}

export const provoke = () => createContext(AppModule);
