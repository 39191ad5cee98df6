import { createContext, Injectable, InjectLazy, type InjectionToken, type Lazy, Module } from '@tenon/core';

class Mailer {}

const mailers: { standard?: InjectionToken<Mailer> } = {};

@Injectable()
class SignUp {
  constructor(@InjectLazy(() => mailers.standard as InjectionToken<Mailer>) readonly mailer: Lazy<Mailer>) {}
}

@Module({ providers: [SignUp] })
class AppModule {}

export const provoke = () => createContext(AppModule);
