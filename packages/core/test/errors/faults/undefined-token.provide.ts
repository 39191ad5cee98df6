import { createContext, Module, provide, type Token } from '@tenon/core';

const tokens: { clock?: Token<Date> } = {};

@Module({ providers: [provide(tokens.clock as Token<Date>, { useValue: new Date() })] })
class AppModule {}

export const provoke = () => createContext(AppModule);
