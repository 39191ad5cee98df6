import { createContext, createMultiToken, Injectable, InjectAll, Module, provide } from '@tenon/core';

interface HealthCheck {
  isHealthy(): boolean;
}

const HEALTH_CHECK = createMultiToken<HealthCheck>('health check');

@Injectable({ scope: 'request' })
class TenantCheck implements HealthCheck {
  isHealthy() {
    return true;
  }
}

@Injectable()
class Health {
  constructor(@InjectAll(HEALTH_CHECK) readonly checks: readonly HealthCheck[]) {}
}

@Module({ providers: [Health, TenantCheck, provide(HEALTH_CHECK, { useExisting: TenantCheck })] })
class AppModule {}

export const provoke = () => createContext(AppModule);
