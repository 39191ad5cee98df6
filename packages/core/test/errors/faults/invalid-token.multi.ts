import { createContext, createMultiToken, Inject, Injectable, Module, type Token } from '@tenon/core';

const CHECK = createMultiToken<() => boolean>('health check');

@Injectable()
class Health {
  constructor(@Inject(CHECK as unknown as Token<object>) readonly checks: object) {}
}

@Module({ providers: [Health] })
class AppModule {}

export const provoke = () => createContext(AppModule);
