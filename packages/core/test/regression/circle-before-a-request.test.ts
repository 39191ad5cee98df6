import { expect, test } from '@jest/globals';
import { createContext, Injectable, Module } from '@tenon/core';

@Injectable({ scope: 'request' })
class Tenant {}

@Injectable({ scope: 'transient' })
class Basket {
  constructor(
    readonly itself: Basket,
    readonly tenant: Tenant,
  ) {}
}

@Injectable()
class Shop {
  constructor(readonly basket: Basket) {}
}

@Module({ providers: [Tenant, Basket, Shop] })
class AppModule {}

test('finds the way to a request-scoped class past a circle of transients', async () => {
  await expect(createContext(AppModule)).rejects.toMatchObject({
    diagnostics: [
      { code: 'TENON_CONTAINER_CIRCULAR' },
      { code: 'TENON_CONTAINER_NEEDS_REQUEST', message: expect.stringContaining('Shop → Basket → Tenant') },
    ],
  });
});
