import { createContext, createMultiToken, Injectable, InjectAll, Module, provide } from '@tenon/core';

interface Check {
  isHealthy(): boolean;
}

@Injectable()
class DiskCheck implements Check {
  isHealthy() {
    return true;
  }
}

// #region mend
const CHECK = createMultiToken<Check>('health check');

@Injectable()
class Health {
  constructor(@InjectAll(CHECK) readonly checks: readonly Check[]) {}
}

@Module({ providers: [Health, provide(CHECK, { useClass: DiskCheck })] })
class AppModule {}
// #endregion

export const mended = () => createContext(AppModule);
