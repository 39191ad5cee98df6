import { expect, test } from '@jest/globals';
import { createContext, Injectable, InjectLazy, InjectRef, type Lazy, Module, type Ref } from '@tenon/core';

@Injectable({ scope: 'request' })
class Tenant {
  name = 'nobody';
}

@Injectable({ scope: 'request' })
class Basket {
  constructor(@InjectLazy(() => Tenant) readonly tenant: Lazy<Tenant>) {}
}

@Injectable()
class Orders {
  constructor(@InjectRef(Tenant) readonly tenant: Ref<Tenant>) {}
}

@Module({ providers: [Orders, Basket] })
class AppModule {}

test('refuses a Ref in work that goes on after its request was closed', async () => {
  await using app = await createContext(AppModule);
  const request = app.createRequestScope();
  const late = request.run(async () => {
    await Promise.resolve();
    return app.get(Orders).tenant.get();
  });
  await request.close();
  await expect(late).rejects.toMatchObject({ code: 'TENON_CONTAINER_CLOSED' });
});

test('refuses a Lazy of a request-scoped thing after its request was closed', async () => {
  await using app = await createContext(AppModule);
  const request = app.createRequestScope();
  const { tenant } = request.get(Basket);
  await request.close();
  expect(() => tenant.get()).toThrow('TENON_CONTAINER_CLOSED: Tenant was asked for after the request scope');
});
