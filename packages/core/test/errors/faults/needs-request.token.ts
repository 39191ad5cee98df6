import { createContext, createToken, Inject, Injectable, Module, provide } from '@tenon/core';

const USER = createToken<string>('user');

@Injectable()
class Audit {
  constructor(@Inject(USER) readonly user: string) {}
}

@Module({ providers: [Audit, provide(USER, { useFactory: () => 'ann', scope: 'request' })] })
class AppModule {}

export const provoke = () => createContext(AppModule);
