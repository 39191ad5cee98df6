import { createContext, createToken, Injectable, InjectAll, Module, type MultiToken } from '@tenon/core';

const CHECK = createToken<() => boolean>('health check');

@Injectable()
class Health {
  constructor(@InjectAll(CHECK as unknown as MultiToken<() => boolean>) readonly checks: readonly (() => boolean)[]) {}
}

@Module({ providers: [Health] })
class AppModule {}

export const provoke = () => createContext(AppModule);
