import { createContext, Injectable, InjectRef, Module, type Ref } from '@tenon/core';

@Injectable({ scope: 'request' })
class Tenant {
  readonly name = 'acme';
}

@Injectable()
class Greeter {
  constructor(@InjectRef(Tenant) readonly tenant: Ref<Tenant>) {}

  greet() {
    return `Hello, ${this.tenant.get().name}`;
  }
}

@Module({ providers: [Greeter] })
class AppModule {}

export async function mended() {
  // #region mend
  await using context = await createContext(AppModule);
  await using request = context.createRequestScope();
  request.run(() => context.get(Greeter).greet());
  // #endregion
}
