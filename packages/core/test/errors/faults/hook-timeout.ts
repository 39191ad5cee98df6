import { createContext, Injectable, Module, type OnReady } from '@tenon/core';

@Injectable()
class Consumer implements OnReady {
  onReady() {
    return new Promise<void>(() => {});
  }
}

@Module({ providers: [Consumer] })
class AppModule {}

export const provoke = () => createContext(AppModule, { timeoutMs: 20 });
