import { createContext, createMultiToken, Injectable, InjectAll, Module, provide } from '@tenon/core';

const CHECK = createMultiToken<object>('health check');

@Injectable()
class Health {
  constructor(@InjectAll(CHECK) readonly checks: readonly object[]) {}
}

@Injectable()
class SelfCheck {
  constructor(readonly health: Health) {}
}

@Module({ providers: [Health, provide(CHECK, { useClass: SelfCheck })] })
class AppModule {}

export const provoke = () => createContext(AppModule);
