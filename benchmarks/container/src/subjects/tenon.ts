import { createContext, Injectable, Module } from '@tenon/core';
import type { Class, GraphSources, Subject } from './subject.js';

@Injectable({ scope: 'transient' })
class E {}
@Injectable({ scope: 'transient' })
class D {
  constructor(readonly next: E) {}
}
@Injectable({ scope: 'transient' })
class C {
  constructor(readonly next: D) {}
}
@Injectable({ scope: 'transient' })
class B {
  constructor(readonly next: C) {}
}
@Injectable({ scope: 'transient' })
class A {
  constructor(readonly next: B) {}
}

@Injectable()
class Clock {}
@Injectable({ scope: 'request' })
class Trace {}
@Injectable({ scope: 'request' })
class Session {
  constructor(readonly trace: Trace) {}
}
@Injectable({ scope: 'request' })
class Root {
  constructor(
    readonly session: Session,
    readonly trace: Trace,
    readonly clock: Clock,
  ) {}
}

@Module({ providers: [A, B, C, D, E] })
class TransientModule {}

@Module({ providers: [Clock, Trace, Session, Root] })
class RequestModule {}

interface TenonSources extends GraphSources {
  readonly AppModule: Class;
}

export const subject: Subject<TenonSources, Class> = {
  async boot({ classes, AppModule }) {
    const context = await createContext(AppModule);
    return { tokens: classes, get: (token) => context.get(token) };
  },

  async createTransient() {
    const context = await createContext(TransientModule);
    return { chain: [A, B, C, D, E], make: () => context.get(A) };
  },

  async createRequest() {
    const context = await createContext(RequestModule);
    return {
      classes: { root: Root, session: Session, trace: Trace, clock: Clock },
      run() {
        const scope = context.createRequestScope();
        const root = scope.get(Root);
        // Gives a promise only when something in the scope has to be disposed of.
        const closing = scope.close();
        return closing === undefined ? root : closing.then(() => root);
      },
    };
  },

  async openAndClose({ AppModule }) {
    const context = await createContext(AppModule);
    await context.close();
  },
};
