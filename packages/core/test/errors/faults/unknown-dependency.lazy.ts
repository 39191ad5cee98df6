import { createContext, Injectable, InjectLazy, type Lazy, Module } from '@tenon/core';

class Mailer {}

@Injectable()
class SignUp {
  constructor(@InjectLazy(() => Mailer) readonly mailer: Lazy<Mailer>) {}
}

@Module({ providers: [SignUp] })
class AppModule {}

export const provoke = () => createContext(AppModule);
