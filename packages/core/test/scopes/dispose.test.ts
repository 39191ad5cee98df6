import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createContext, createToken, Injectable, Module, provide } from '@tenon/core';

@Module()
class AppModule {}

test('disposes of request-scoped instances at the end of the request, the last one first', async () => {
  const events: string[] = [];
  @Injectable({ scope: 'request' })
  class Connection {
    async [Symbol.asyncDispose](): Promise<void> {
      await sleep(1);
      events.push('connection');
    }
  }
  @Injectable({ scope: 'request' })
  class Transaction {
    constructor(readonly connection: Connection) {}
    [Symbol.dispose](): void {
      events.push('transaction');
    }
  }
  await using context = await createContext(AppModule);
  {
    await using request = context.createRequestScope();
    expect(request.get(Transaction).connection).toBe(request.get(Connection));
  }
  expect(events).toEqual(['transaction', 'connection']);
});

test("disposes of what factories make, unless it is somebody else's value", async () => {
  const events: string[] = [];
  const disposable = (name: string) => ({
    [Symbol.dispose]: () => {
      events.push(name);
    },
  });
  const MADE = createToken<Disposable>('made');
  const LATER = createToken<Disposable>('later');
  const GIVEN = createToken<Disposable>('given');
  @Module({
    providers: [
      provide(MADE, { scope: 'request', useFactory: () => disposable('made') }),
      provide(LATER, { scope: 'request', useFactory: async () => disposable('later') }),
      provide(GIVEN, { useValue: disposable('given') }),
    ],
  })
  class FactoryModule {}
  await using context = await createContext(FactoryModule);
  const request = context.createRequestScope();
  request.get(MADE);
  request.get(GIVEN);
  await request.resolve(LATER);
  await request.close();

  expect(events).toEqual(['later', 'made']);
});

test('disposes of everything though something fails, and then tells the first failure', async () => {
  const events: string[] = [];
  @Injectable({ scope: 'request' })
  class First {
    [Symbol.dispose](): void {
      events.push('first');
    }
  }
  @Injectable({ scope: 'request' })
  class Second {
    [Symbol.dispose](): void {
      throw new Error('second failed');
    }
  }
  await using context = await createContext(AppModule);
  const request = context.createRequestScope();
  request.get(First);
  request.get(Second);

  await expect(request.close()).rejects.toThrow('second failed');
  expect(events).toEqual(['first']);
});

test('has nothing to wait for when nothing has to be disposed of', async () => {
  @Injectable({ scope: 'request' })
  class Plain {}
  await using context = await createContext(AppModule);
  const request = context.createRequestScope();
  request.get(Plain);

  expect(request.close()).toBeUndefined();
  expect(request.close()).toBeUndefined();
});

test('ends what comes after its request has ended', async () => {
  const events: string[] = [];
  const SLOW = createToken<Disposable>('slow');
  @Module({
    providers: [
      provide(SLOW, {
        scope: 'request',
        useFactory: async () => {
          await sleep(5);
          return { [Symbol.dispose]: () => void events.push('ended') };
        },
      }),
    ],
  })
  class SlowModule {}
  await using context = await createContext(SlowModule);
  const request = context.createRequestScope();
  const slow = request.resolve(SLOW);
  await request.close();

  await expect(slow).rejects.toMatchObject({ code: 'TENON_CONTAINER_CLOSED' });
  expect(events).toEqual(['ended']);
});

test('leaves transients to those that asked for them', async () => {
  const events: string[] = [];
  @Injectable({ scope: 'transient' })
  class Lent {
    [Symbol.dispose](): void {
      events.push('never');
    }
  }
  const context = await createContext(AppModule);
  const request = context.createRequestScope();
  request.get(Lent);
  context.get(Lent);
  await request.close();
  await context.close();

  expect(events).toEqual([]);
});
