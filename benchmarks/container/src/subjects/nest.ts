import 'reflect-metadata';
import { Injectable, Module, Scope } from '@nestjs/common';
import { ContextIdFactory, NestFactory } from '@nestjs/core';
import type { Class, GraphSources, Subject } from './subject.js';

/*
 * An application context: NestJS without its HTTP server, as https://docs.nestjs.com/standalone-applications has it.
 * `get` is synchronous; transient and request-scoped classes are reached by `resolve`, which is asynchronous and has
 * no synchronous form (https://docs.nestjs.com/fundamentals/module-ref). A request scope is a context id, which needs
 * no closing.
 */

@Injectable({ scope: Scope.TRANSIENT })
class E {}
@Injectable({ scope: Scope.TRANSIENT })
class D {
  constructor(readonly next: E) {}
}
@Injectable({ scope: Scope.TRANSIENT })
class C {
  constructor(readonly next: D) {}
}
@Injectable({ scope: Scope.TRANSIENT })
class B {
  constructor(readonly next: C) {}
}
@Injectable({ scope: Scope.TRANSIENT })
class A {
  constructor(readonly next: B) {}
}

@Injectable()
class Clock {}
@Injectable({ scope: Scope.REQUEST })
class Trace {}
@Injectable({ scope: Scope.REQUEST })
class Session {
  constructor(readonly trace: Trace) {}
}
@Injectable({ scope: Scope.REQUEST })
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

const QUIET = { logger: false, abortOnError: false } as const;

interface NestSources extends GraphSources {
  readonly AppModule: Class;
}

export const subject: Subject<NestSources, Class> = {
  async boot({ classes, AppModule }) {
    const context = await NestFactory.createApplicationContext(AppModule, QUIET);
    return { tokens: classes, get: (token) => context.get(token) };
  },

  async createTransient() {
    const context = await NestFactory.createApplicationContext(TransientModule, QUIET);
    return { chain: [A, B, C, D, E], make: () => context.resolve(A) };
  },

  async createRequest() {
    const context = await NestFactory.createApplicationContext(RequestModule, QUIET);
    return {
      classes: { root: Root, session: Session, trace: Trace, clock: Clock },
      run: () => context.resolve(Root, ContextIdFactory.create()),
    };
  },
};
