import 'reflect-metadata';
import { Container, type ContainerModule, injectable } from 'inversify';
import type { Class, GraphSources, Subject } from './subject.js';

/*
 * Modules are `ContainerModule`s and singletons `inSingletonScope()`, as https://inversify.io/docs/api/container-module
 * has it. The JIT of version 8 is on, which is its default.
 *
 * A request scope is `inRequestScope()`: "one instance per container.get call". It is what the documentation offers
 * under that name, and faster than a child container for each request (`new Container({ parent })`).
 */

@injectable()
class E {}
@injectable()
class D {
  constructor(readonly next: E) {}
}
@injectable()
class C {
  constructor(readonly next: D) {}
}
@injectable()
class B {
  constructor(readonly next: C) {}
}
@injectable()
class A {
  constructor(readonly next: B) {}
}

@injectable()
class Clock {}
@injectable()
class Trace {}
@injectable()
class Session {
  constructor(readonly trace: Trace) {}
}
@injectable()
class Root {
  constructor(
    readonly session: Session,
    readonly trace: Trace,
    readonly clock: Clock,
  ) {}
}

interface InversifySources extends GraphSources {
  readonly modules: readonly ContainerModule[];
}

export const subject: Subject<InversifySources, Class> = {
  boot({ classes, modules }) {
    const container = new Container();
    container.load(...modules);
    for (const token of classes) container.get(token);
    return { tokens: classes, get: (token) => container.get(token) };
  },

  createTransient() {
    const container = new Container();
    const chain = [A, B, C, D, E];
    for (const link of chain) container.bind(link).toSelf().inTransientScope();
    return { chain, make: () => container.get(A) };
  },

  createRequest() {
    const container = new Container();
    container.bind(Clock).toSelf().inSingletonScope();
    for (const part of [Root, Session, Trace]) container.bind(part).toSelf().inRequestScope();
    return {
      classes: { root: Root, session: Session, trace: Trace, clock: Clock },
      run: () => container.get(Root),
    };
  },
};
