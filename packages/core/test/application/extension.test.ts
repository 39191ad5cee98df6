import { expect, test } from '@jest/globals';
import {
  type ApplicationContext,
  createContext,
  createToken,
  type Extension,
  Inject,
  Injectable,
  Module,
  type OnInit,
  type OnReady,
  type OnShutdown,
  type ProviderModel,
  RequestScope,
  TenonError,
} from '@tenon/core';

const where = () => ({ signature: 'OrderController.show()' });

@Injectable()
class Clock {}

@Injectable()
class SignedIn {
  constructor(readonly clock: Clock) {}
}

/** Asks for one thing in the name of every controller. */
function asking(token: unknown, found: (ProviderModel | undefined)[] = []): Extension {
  return {
    check(graph) {
      for (const { controllers } of graph.modules) {
        for (const owner of controllers) found.push(graph.need(owner, token, where));
      }
    },
  };
}

test('links and makes what an extension asks for', async () => {
  @Injectable()
  class OrderController {}
  @Module({ controllers: [OrderController] })
  class AppModule {}
  const found: (ProviderModel | undefined)[] = [];
  await using app = await createContext(AppModule, { extension: asking(SignedIn, found) });
  const [guard] = found as [ProviderModel];
  expect(app.planOf(guard)(app.createRequestScope())).toBeInstanceOf(SignedIn);
  expect(app.get(SignedIn).clock).toBe(app.get(Clock));
});

test('reports what an extension asks for in vain, beside the other faults', async () => {
  const MISSING = createToken<object>('missing');
  class Plain {}
  @Injectable()
  class OrderController {
    constructor(@Inject(MISSING) readonly missing: object) {}
  }
  @Module({ controllers: [OrderController] })
  class AppModule {}
  const { diagnostics } = (await createContext(AppModule, { extension: asking(Plain) }).catch(
    (error: unknown) => error as TenonError,
  )) as TenonError;
  expect(diagnostics).toMatchObject([
    { code: 'TENON_CONTAINER_UNKNOWN_DEPENDENCY', where: { signature: expect.stringContaining('constructor') } },
    {
      code: 'TENON_CONTAINER_UNKNOWN_DEPENDENCY',
      message: 'OrderController needs Plain, which nothing provides.',
      where: where(),
    },
  ]);
});

test('lets an extension see only what the asker sees', async () => {
  @Module({ providers: [SignedIn] })
  class AuthModule {}
  @Injectable()
  class OrderController {}
  @Module({ imports: [AuthModule], controllers: [OrderController] })
  class AppModule {}
  await expect(createContext(AppModule, { extension: asking(SignedIn) })).rejects.toMatchObject({
    code: 'TENON_CONTAINER_NOT_EXPORTED',
  });
});

test('gives what an extension provides everywhere, unless the application provides it', async () => {
  const ORIGIN = createToken<string>('origin');
  @Injectable()
  class Links {
    constructor(@Inject(ORIGIN) readonly origin: string) {}
  }
  @Module({ providers: [Links] })
  class DefaultModule {}
  @Module({ providers: [Links, { provide: ORIGIN, useValue: 'own' }] })
  class OwnModule {}
  const extension: Extension = { provides: [{ provide: ORIGIN, useValue: 'standard' }] };
  await using standard = await createContext(DefaultModule, { extension });
  await using own = await createContext(OwnModule, { extension });
  expect(standard.get(Links).origin).toBe('standard');
  expect(own.get(Links).origin).toBe('own');
});

test('serves a request that makes its scope when somebody asks for it', async () => {
  @Injectable({ scope: 'request' })
  class Tenant {}
  @Module({ providers: [Tenant] })
  class AppModule {}
  await using app = await createContext(AppModule);
  let made = 0;
  const request = {
    get scope(): RequestScope {
      made++;
      return (this.known ??= app.createRequestScope());
    },
    known: undefined as RequestScope | undefined,
  };
  app.requests.run(request, () => {
    expect(made).toBe(0);
    expect(app.get(Tenant)).toBe(app.get(Tenant));
  });
});

test('gives request-scoped classes what is being served', async () => {
  class Call {
    constructor(readonly number: number) {}
  }
  @Injectable({ scope: 'request' })
  class Answer {
    constructor(readonly call: Call) {}
  }
  @Module({ providers: [Answer] })
  class AppModule {}
  const extension: Extension = { provides: [{ provide: Call, useServed: (served) => served }] };
  await using app = await createContext(AppModule, { extension });
  const call = new Call(7);
  expect(app.createRequestScope(call).get(Answer).call).toBe(call);
});

test('lets an extension prepare itself once every onInit has ended, before the first onReady', async () => {
  const happened: string[] = [];
  @Injectable()
  class Database implements OnInit, OnReady {
    onInit() {
      happened.push('onInit');
    }
    onReady() {
      happened.push('onReady');
    }
  }
  @Module({ providers: [Database] })
  class AppModule {}
  const prepare = (context: ApplicationContext): void => {
    happened.push(`prepare with ${context.get(Database).constructor.name}`);
  };
  await using _ = await createContext(AppModule, { extension: { prepare } });
  expect(happened).toEqual(['onInit', 'prepare with Database', 'onReady']);
});

test('fails the boot by what an extension throws there, and ends what was begun', async () => {
  const happened: string[] = [];
  @Injectable()
  class Database implements OnInit, OnShutdown {
    onInit() {
      happened.push('onInit');
    }
    onShutdown() {
      happened.push('onShutdown');
    }
  }
  @Module({ providers: [Database] })
  class AppModule {}
  const fault = new TenonError([{ code: 'TENON_X', message: 'No.', fix: 'none' }]);
  const prepare = (): never => {
    throw fault;
  };
  await expect(createContext(AppModule, { extension: { prepare } })).rejects.toBe(fault);
  expect(happened).toEqual(['onInit', 'onShutdown']);
});
