import 'reflect-metadata';
import { container, injectable, Lifecycle, scoped, singleton } from 'tsyringe';
import type { Class, GraphSources, Subject } from './subject.js';

/*
 * `@singleton()` registers each class with the global container while its file is imported, as the README has it: so
 * a part of what other subjects do at boot stands in the column of the imports here.
 *
 * A request scope is a child container with `@scoped(Lifecycle.ContainerScoped)` classes. It is dropped, not disposed
 * of: the README asks for `dispose()` only where instances are `Disposable`.
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

@singleton()
class Clock {}
@scoped(Lifecycle.ContainerScoped)
class Trace {}
@scoped(Lifecycle.ContainerScoped)
class Session {
  constructor(readonly trace: Trace) {}
}
@scoped(Lifecycle.ContainerScoped)
class Root {
  constructor(
    readonly session: Session,
    readonly trace: Trace,
    readonly clock: Clock,
  ) {}
}

export const subject: Subject<GraphSources, Class> = {
  boot({ classes }) {
    for (const token of classes) container.resolve(token);
    return { tokens: classes, get: (token) => container.resolve(token) };
  },

  createTransient() {
    return { chain: [A, B, C, D, E], make: () => container.resolve(A) };
  },

  createRequest() {
    return {
      classes: { root: Root, session: Session, trace: Trace, clock: Clock },
      run: () => container.createChildContainer().resolve(Root),
    };
  },
};
