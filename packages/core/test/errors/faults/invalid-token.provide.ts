import { createContext, Module, provide, type Token } from '@tenon/core';

@Module({ providers: [provide('clock' as unknown as Token<Date>, { useValue: new Date() })] })
class AppModule {}

export const provoke = () => createContext(AppModule);
