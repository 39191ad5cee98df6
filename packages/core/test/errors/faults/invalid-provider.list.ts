import { createContext, Injectable, Module, type Provider } from '@tenon/core';

@Injectable()
class Clock {}

const clocks = [Clock];

@Module({ providers: [clocks as unknown as Provider] })
class AppModule {}

export const provoke = () => createContext(AppModule);
