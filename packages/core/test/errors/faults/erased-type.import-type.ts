import { createContext, Injectable, Module } from '@tenon/core';
import type { Mailer } from './parts/mailer.js';

@Injectable()
class SignUp {
  constructor(readonly mailer: Mailer) {}
}

@Module({ providers: [SignUp] })
class AppModule {}

export const provoke = () => createContext(AppModule);
