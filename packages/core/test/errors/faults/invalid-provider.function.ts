import { createContext, Module, type Provider } from '@tenon/core';

const createClock = () => new Date();

@Module({ providers: [createClock as unknown as Provider] })
class AppModule {}

export const provoke = () => createContext(AppModule);
