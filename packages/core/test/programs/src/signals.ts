import { createContext, Injectable, Module } from '@tenon/core';

const mode = process.argv[2];

@Injectable()
class Server {
  readonly #timer = setInterval(() => {}, 1000);

  async onClosing(): Promise<void> {
    console.log('closing');
    if (mode === 'hanging') await new Promise(() => {});
  }

  onShutdown(): void {
    clearInterval(this.#timer);
    if (mode === 'failing') throw new Error('cannot be closed');
    console.log('closed');
  }
}

@Module({ providers: [Server] })
class AppModule {}

const context = await createContext(AppModule, { timeoutMs: 0 });
context.closeOnSignals(mode === 'hangup' ? ['SIGHUP'] : undefined);
if (mode === 'by-hand') {
  await context.close();
  console.log(`${process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')} listeners`);
}
if (mode === 'two') {
  @Injectable()
  class Worker {
    async onShutdown(): Promise<void> {
      await new Promise((resolve) => setTimeout(resolve, 200));
      console.log('worker closed');
    }
  }
  @Module({ providers: [Worker] })
  class WorkerModule {}
  const workers = await createContext(WorkerModule, { timeoutMs: 0 });
  workers.closeOnSignals();
}
console.log('ready');
