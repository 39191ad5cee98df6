import { createContext, createMultiToken, Injectable, InjectAll, Module, provide } from '@tenon/core';

interface HealthCheck {
  isHealthy(): boolean;
}

const HEALTH_CHECK = createMultiToken<HealthCheck>('health check');

@Injectable()
class DiskCheck implements HealthCheck {
  isHealthy() {
    return true;
  }
}

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

@Module({
  providers: [Health, provide(HEALTH_CHECK, { useClass: DiskCheck }), provide(HEALTH_CHECK, { useClass: TenantCheck })],
})
class AppModule {}

export const provoke = () => createContext(AppModule);
