import { expect, test } from '@jest/globals';
import { createContext, CurrentRequest, Injectable, Module, type RequestScope } from '@tenon/core';

/** Keeps something for each request, without being request-scoped. */
@Injectable()
class Counter {
  readonly #counts = new WeakMap<object, number>();
  constructor(private readonly current: CurrentRequest) {}
  count(): number | undefined {
    const request = this.current.get();
    if (request === undefined) return undefined;
    const count = (this.#counts.get(request) ?? 0) + 1;
    this.#counts.set(request, count);
    return count;
  }
}

@Module({ providers: [Counter] })
class AppModule {}

test('lets a singleton keep something for each request, and nothing outside of one', async () => {
  await using context = await createContext(AppModule);
  const counter = context.get(Counter);
  const [one, two] = [context.createRequestScope(), context.createRequestScope()];
  const counts = [one, two, one].map((request) => request.run(() => counter.count()));
  expect(counts).toEqual([1, 1, 2]);
  expect(counter.count()).toBeUndefined();
});

test('knows a request by the server’s own object, also where its scope was entered by hand', async () => {
  await using context = await createContext(AppModule);
  const counter = context.get(Counter);
  const served = { scope: undefined as unknown as RequestScope };
  served.scope = context.createRequestScope(served);
  const count = (): number | undefined => counter.count();
  expect(context.requests.run(served, count)).toBe(1);
  expect(served.scope.run(count)).toBe(2);
});
