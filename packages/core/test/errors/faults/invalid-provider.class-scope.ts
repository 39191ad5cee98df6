import { createContext, Injectable, Module, type Scope } from '@tenon/core';

@Injectable({ scope: 'session' as Scope })
class Basket {}

@Module({ providers: [Basket] })
class AppModule {}

export const provoke = () => createContext(AppModule);
