import type { GraphSources, Subject } from './subject.js';

/*
 * The graph wired by hand: one `new` after the other. Most of what it takes is V8 compiling each constructor when it is
 * first called, which every container pays too.
 */

interface HandSources extends GraphSources {
  readonly wire: () => object[];
}

export const subject: Pick<Subject<HandSources, number>, 'boot'> = {
  boot({ wire }) {
    const instances = wire();
    return {
      tokens: [...instances.keys()],
      get(token) {
        const instance = instances[token];
        if (instance === undefined) throw new RangeError(`There is no instance ${token}`);
        return instance;
      },
    };
  },
};
