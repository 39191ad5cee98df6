import { createContext, Injectable, Module, type OnShutdown } from '@tenon/core';

@Injectable()
class Database implements OnShutdown {
  onShutdown() {
    throw new Error('a transaction is still open');
  }
}

@Module({ providers: [Database] })
class AppModule {}

export async function provoke() {
  const context = await createContext(AppModule);
  await context.close();
}
