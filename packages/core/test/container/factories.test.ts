import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createContext, createToken, Inject, Injectable, Module, provide, type Token } from '@tenon/core';

/** Waits for what another factory does, however slow the machine is. */
async function waitUntil(isSo: () => boolean): Promise<void> {
  if (isSo()) return;
  await sleep(1);
  await waitUntil(isSo);
}

/** Declares a provider that notes when it begins and when it is done, which is after another one if that is named. */
function noted(
  events: string[],
  token: Token<string>,
  name: string,
  waitMs: number,
  inject: Token<string>[] = [],
  behind?: string,
) {
  const useFactory = async (): Promise<string> => {
    events.push(`${name} begins`);
    await sleep(waitMs);
    if (behind !== undefined) await waitUntil(() => events.includes(`${behind} is made`));
    events.push(`${name} is made`);
    return name;
  };
  return provide(token, { inject, useFactory });
}

test('makes what does not need one another side by side, and waits for what is needed', async () => {
  const events: string[] = [];
  const A = createToken<string>('a');
  const B = createToken<string>('b');
  const C = createToken<string>('c');
  @Injectable()
  class Service {
    constructor(@Inject(C) readonly c: string) {
      events.push('service is made');
    }
  }
  @Injectable()
  class Bystander {
    constructor() {
      events.push('bystander is made');
    }
  }
  @Module({
    providers: [
      Service,
      noted(events, C, 'c', 1, [A]),
      noted(events, A, 'a', 1, [], 'b'),
      noted(events, B, 'b', 5),
      Bystander,
    ],
  })
  class AppModule {}

  await using context = await createContext(AppModule);

  expect(events).toEqual([
    'a begins',
    'b begins',
    'bystander is made',
    'b is made',
    'a is made',
    'c begins',
    'c is made',
    'service is made',
  ]);
  expect(context.get(Service).c).toBe('c');
});

test('waits for an asynchronous provider through aliases and transients', async () => {
  const URL_TOKEN = createToken<string>('url');
  const ALIAS = createToken<string>('alias');
  @Injectable({ scope: 'transient' })
  class Client {
    constructor(@Inject(ALIAS) readonly url: string) {}
  }
  @Injectable()
  class Service {
    constructor(readonly client: Client) {}
  }
  @Module({
    providers: [
      Service,
      provide(ALIAS, { useExisting: URL_TOKEN }),
      provide(URL_TOKEN, { useFactory: async () => (await sleep(2), 'https://example.org') }),
    ],
  })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Service).client.url).toBe('https://example.org');
});

test('waits for a singleton that needs an asynchronous transient', async () => {
  const TICKET = createToken<number>('ticket');
  let last = 0;
  @Injectable()
  class Service {
    constructor(@Inject(TICKET) readonly ticket: number) {}
  }
  @Injectable()
  class User {
    constructor(readonly service: Service) {}
  }
  @Module({ providers: [User, Service, provide(TICKET, { scope: 'transient', useFactory: async () => (last += 1) })] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(User).service).toBe(context.get(Service));
  expect(context.get(Service).ticket).toBe(1);
  expect(await context.resolve(TICKET)).toBe(2);
});

test('calls a singleton factory once and a transient one for each that asks', async () => {
  let count = 0;
  const ONE = createToken<number>('one');
  const EACH = createToken<number>('each');
  @Module({
    providers: [
      provide(ONE, { useFactory: () => (count += 1) }),
      provide(EACH, { scope: 'transient', useFactory: () => (count += 1) }),
    ],
  })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect([context.get(ONE), context.get(ONE), context.get(EACH), context.get(EACH)]).toEqual([1, 1, 2, 3]);
});

test('reports the first failure and begins nothing more', async () => {
  const events: string[] = [];
  const FAILING = createToken<string>('failing');
  const SLOW = createToken<string>('slow');
  const AFTER = createToken<string>('after');
  @Module({
    providers: [
      provide(FAILING, { useFactory: () => Promise.reject(new Error('no connection')) }),
      noted(events, SLOW, 'slow', 5),
      noted(events, AFTER, 'after', 1, [SLOW]),
    ],
  })
  class AppModule {}

  await expect(createContext(AppModule)).rejects.toMatchObject({
    code: 'TENON_CONTAINER_FACTORY_FAILED',
    diagnostics: { length: 1 },
    cause: { message: 'no connection' },
  });
  expect(events).toEqual(['slow begins', 'slow is made']);
});

test('ends what a factory gives after its time was up', async () => {
  const events: string[] = [];
  const SLOW = createToken<object>('slow');
  @Module({
    providers: [
      provide(SLOW, { useFactory: async () => (await sleep(20), { onShutdown: () => events.push('ended') }) }),
    ],
  })
  class AppModule {}

  await expect(createContext(AppModule, { timeoutMs: 5 })).rejects.toMatchObject({
    code: 'TENON_CONTAINER_FACTORY_TIMEOUT',
  });
  await sleep(30);
  expect(events).toEqual(['ended']);
});

test.each([0, Infinity, 2 ** 40])('waits without limit when the limit is %p ms', async (timeoutMs) => {
  const SLOW = createToken<string>('slow');
  @Module({ providers: [provide(SLOW, { useFactory: async () => (await sleep(10), 'here') })] })
  class AppModule {}
  await using context = await createContext(AppModule, { timeoutMs });

  expect(context.get(SLOW)).toBe('here');
});
