import { createContext, createToken, Injectable, Module, provide } from '@tenon/core';

@Injectable({ scope: 'request' })
class Tenant {
  readonly name = 'acme';
}

const GREETING = createToken<string>('greeting');

@Module({ providers: [provide(GREETING, { inject: [Tenant], useFactory: (tenant) => `Hello, ${tenant.name}` })] })
class AppModule {}

export const provoke = () => createContext(AppModule);
