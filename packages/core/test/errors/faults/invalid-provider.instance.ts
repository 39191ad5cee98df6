import { createContext, Injectable, Module, type Provider } from '@tenon/core';

@Injectable()
class Clock {}

@Module({ providers: [new Clock() as Provider] })
class AppModule {}

export const provoke = () => createContext(AppModule);
