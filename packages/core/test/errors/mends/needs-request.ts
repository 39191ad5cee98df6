import { createContext, Injectable, InjectRef, Module, type Ref } from '@tenon/core';

// #region mend
@Injectable({ scope: 'request' })
class Tenant {
  readonly name = 'acme';
}

@Injectable()
class Invoices {
  constructor(@InjectRef(Tenant) private readonly tenant: Ref<Tenant>) {}

  head() {
    return `Invoice of ${this.tenant.get().name}`; // within a request
  }
}
// #endregion

@Module({ providers: [Invoices] })
class AppModule {}

export const mended = () => createContext(AppModule);
