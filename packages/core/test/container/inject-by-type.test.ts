import { expect, test } from '@jest/globals';
import {
  createContext,
  createToken,
  Inject,
  Injectable,
  Module,
  provide,
  Optional,
  type Ref,
  InjectRef,
  type Lazy,
  InjectLazy,
} from '@tenon/core';

class Missing {}
interface Clock {
  now(): number;
}
const CLOCK = createToken<Clock>('clock');

@Injectable()
class Repo {
  constructor(@Inject(CLOCK) readonly clock: Clock) {}
}
@Injectable()
class Service {
  constructor(
    readonly repo: Repo,
    @Optional() readonly nothing?: Missing,
  ) {}
}
@Injectable({ scope: 'request' })
class Tenant {
  id = Math.random();
}
@Injectable()
class Root {
  constructor(
    readonly service: Service,
    @InjectRef(Tenant) readonly tenant: Ref<Tenant>,
    @InjectLazy(() => Root) readonly self: Lazy<Root>,
  ) {}
}

@Module({ providers: [Service, Root, provide(CLOCK, { useFactory: async () => ({ now: () => 7 }) })] })
class App {}

test('smoke', async () => {
  const c = await createContext(App);
  const r = c.get(Root);
  expect(r.service.repo.clock.now()).toBe(7);
  expect(r.self.get()).toBe(r);
  const s = c.createRequestScope();
  expect(s.run(() => r.tenant.get())).toBe(s.get(Tenant));
  expect(() => r.tenant.get()).toThrow(/NO_REQUEST/);
  await c.close();
});
class Servic {
  constructor(readonly a: Clock) {}
}
@Injectable()
class Bad {
  constructor(
    readonly service: Servic,
    readonly clock: Clock,
    readonly tenant: Tenant,
  ) {}
}
@Module({ providers: [Bad], exports: [Repo] })
class BadModule {}
test('faults', async () => {
  await expect(createContext(BadModule)).rejects.toMatchObject({ diagnostics: { length: 4 } });
});
