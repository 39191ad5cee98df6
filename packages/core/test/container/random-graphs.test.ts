import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Class,
  createContext,
  Injectable,
  Module,
  type ModuleReference,
  type Scope,
  TenonError,
} from '@tenon/core';

/*
 * Random modules with random classes, compared with a resolver that is as plain as can be: it says whether an
 * application boots, who gets whom, and what must come before what.
 */

interface ClassPlan {
  /** The module that lists it; -1 if none does. */
  readonly module: number;
  readonly scope: Scope;
  /** Indices of the classes it asks for; wrong ones are taken modulo. */
  readonly needs: readonly number[];
  readonly isExported: boolean;
}

interface ModulePlan {
  /** Indices of modules further on, so that there is no circle of imports, unless `isCircular` says so. */
  readonly imports: readonly number[];
  readonly isGlobal: boolean;
  /** Whether it passes on what it imports. */
  readonly passesOn: boolean;
}

interface Plan {
  readonly modules: readonly ModulePlan[];
  readonly classes: readonly ClassPlan[];
}

const plans: fc.Arbitrary<Plan> = fc
  .record({ moduleCount: fc.integer({ min: 1, max: 6 }), classCount: fc.integer({ min: 1, max: 10 }) })
  .chain(({ moduleCount, classCount }) =>
    fc.record({
      modules: fc.tuple(
        ...Array.from({ length: moduleCount }, (_, index) =>
          fc.record({
            imports:
              index === moduleCount - 1
                ? fc.constant([])
                : fc.uniqueArray(fc.integer({ min: index + 1, max: moduleCount - 1 }), { maxLength: 3 }),
            isGlobal: fc.boolean(),
            passesOn: fc.boolean(),
          }),
        ),
      ),
      classes: fc.array(
        fc.record({
          module: fc.integer({ min: -1, max: moduleCount - 1 }),
          scope: fc.oneof(
            { arbitrary: fc.constant<Scope>('singleton'), weight: 6 },
            { arbitrary: fc.constantFrom<Scope>('transient', 'request'), weight: 1 },
          ),
          needs: fc.uniqueArray(fc.integer({ min: 0, max: classCount - 1 }), { maxLength: 3 }),
          isExported: fc.boolean(),
        }),
        { minLength: classCount, maxLength: classCount },
      ),
    }),
  )
  // Mostly without circles, which end the comparison early.
  .chain((plan) =>
    fc.boolean().map((mayCircle) => ({
      ...plan,
      classes: plan.classes.map((each, index) => ({
        ...each,
        needs: mayCircle ? each.needs : each.needs.filter((need) => need > index),
      })),
    })),
  );

interface Verdict {
  /** Codes of faults, by the class that has them. */
  readonly faults: ReadonlySet<string>;
  /** The classes that the application has, by index. */
  readonly present: ReadonlySet<number>;
}

/** The reference: no cleverness at all. */
function judge({ modules, classes }: Plan): Verdict {
  const reached = new Set([0]);
  for (const index of reached) for (const imported of modules[index]!.imports) reached.add(imported);

  const exportsOf = (index: number): Set<number> => {
    const own = classes.flatMap((each, at) => (each.module === index && each.isExported ? [at] : []));
    const { passesOn, imports } = modules[index]!;
    return new Set([...own, ...(passesOn ? imports.flatMap((imported) => [...exportsOf(imported)]) : [])]);
  };
  const sees = (asker: number, wanted: number): boolean =>
    classes[wanted]!.module === asker ||
    modules[asker]!.imports.some((imported) => exportsOf(imported).has(wanted)) ||
    [...reached].some((index) => modules[index]!.isGlobal && exportsOf(index).has(wanted));

  const isListed = (at: number): boolean => reached.has(classes[at]!.module);
  const homeOf = (at: number): number => (isListed(at) ? classes[at]!.module : 0);
  const faults = new Set<string>();
  const present = new Set(classes.keys().filter(isListed));
  for (const at of present) {
    for (const need of classes[at]!.needs) {
      if (isListed(need) ? sees(homeOf(at), need) : true) present.add(need);
      else faults.add(`NOT_EXPORTED ${at} ${need}`);
    }
  }
  const links = (at: number): number[] =>
    classes[at]!.needs.filter((need) => !faults.has(`NOT_EXPORTED ${at} ${need}`));
  const below = (at: number): Set<number> => {
    const found = new Set(links(at));
    for (const each of found) for (const next of links(each)) found.add(next);
    return found;
  };
  for (const at of present) if (below(at).has(at)) faults.add('CIRCULAR');
  const needsRequest = (at: number, seen: readonly number[] = []): boolean => {
    const { scope } = classes[at]!;
    if (scope !== 'transient') return scope === 'request';
    return links(at).some((need) => !seen.includes(need) && needsRequest(need, [...seen, at]));
  };
  for (const at of present) {
    if (classes[at]!.scope !== 'singleton') continue;
    for (const need of links(at)) if (needsRequest(need)) faults.add(`NEEDS_REQUEST ${at} ${need}`);
  }
  return { faults, present };
}

interface Built {
  readonly root: Class;
  readonly types: readonly Class<Made>[];
  readonly events: string[];
}

interface Made {
  readonly given: readonly unknown[];
}

function build({ modules, classes }: Plan): Built {
  const events: string[] = [];
  const types = classes.map((_, index): Class<Made> => {
    const name = `C${index}`;
    const type = {
      [name]: class implements Made {
        readonly given: readonly unknown[];
        // oxlint-disable-next-line no-unused-vars -- they are only to be counted
        constructor(...given: unknown[]) {
          this.given = given;
        }
        onInit(): void {
          events.push(`init ${index}`);
        }
        onShutdown(): void {
          events.push(`shutdown ${index}`);
        }
      },
    }[name]!;
    // A rest parameter is refused, and so the class has to look as if it had none.
    Object.defineProperty(type, 'length', { value: classes[index]!.needs.length });
    return type;
  });
  classes.forEach(({ needs, scope }, index) => {
    const type = types[index]!;
    Reflect.defineMetadata(
      'design:paramtypes',
      needs.map((need) => types[need]),
      type,
    );
    Injectable({ scope })(type);
  });
  const built: ModuleReference[] = [];
  for (let index = modules.length - 1; index >= 0; index--) {
    const { imports, isGlobal, passesOn } = modules[index]!;
    const own = classes.flatMap((each, at) => (each.module === index ? [at] : []));
    const imported = imports.map((each) => built[each]!);
    const name = `M${index}`;
    const module = { [name]: class {} }[name]!;
    Module({
      imports: imported,
      providers: own.map((at) => types[at]!),
      exports: [...own.filter((at) => classes[at]!.isExported).map((at) => types[at]!), ...(passesOn ? imported : [])],
      global: isGlobal,
    })(module);
    built[index] = module;
  }
  return { root: built[0] as Class, types, events };
}

/** The faults that Tenon finds, in the reference's words. */
function foundBy(error: unknown): Set<string> {
  if (!(error instanceof TenonError)) throw error;
  return new Set(
    error.diagnostics.map(({ code, message }) => {
      const [owner, wanted] = [...message.matchAll(/\bC(\d+)\b/g)].map((match) => match[1]);
      const fact = code.replace(/^TENON_[A-Z]+_/, '');
      return fact === 'CIRCULAR' ? fact : `${fact} ${owner} ${wanted}`;
    }),
  );
}

async function expectFaults(plan: Plan, { faults }: Verdict): Promise<void> {
  const error = await createContext(build(plan).root).then(
    () => new Error('it boots'),
    (failure: unknown) => failure,
  );
  const found = foundBy(error);
  // A circle hides some of what lies beyond it.
  const isCircular = faults.has('CIRCULAR');
  expect(found.has('CIRCULAR')).toBe(isCircular);
  expect(isCircular ? faults.intersection(found) : faults).toEqual(found);
}

/** Compares who got whom, and the order in which hooks were called. */
async function expectSound(plan: Plan, { present }: Verdict): Promise<void> {
  const { classes } = plan;
  const { root, types, events } = build(plan);
  const isShared = (index: number): boolean => classes[index]!.scope === 'singleton';
  await using context = await createContext(root);
  await using request = context.createRequestScope();
  const made = new Map(present.values().map((index) => [index, request.get(types[index]!)]));

  for (const [index, { given }] of made) {
    const { needs, scope } = classes[index]!;
    expect(given.map((each) => (each as object).constructor)).toEqual(needs.map((need) => types[need]));
    const kept = needs.filter((need) => classes[need]!.scope !== 'transient');
    expect(kept.map((need) => given[needs.indexOf(need)] === made.get(need))).toEqual(kept.map(() => true));
    expect(made.get(index) === request.get(types[index]!)).toBe(scope !== 'transient');
  }

  const begun = events.splice(0);
  await context.close();
  const ended = events.map((event) => event.replace('shutdown', 'init'));
  const shared = present.values().filter(isShared).toArray();
  expect(begun.toSorted()).toEqual(shared.map((index) => `init ${index}`).toSorted());
  expect(ended.toSorted()).toEqual(begun.toSorted());
  for (const index of shared) {
    for (const need of classes[index]!.needs.filter(isShared)) {
      expect(begun.indexOf(`init ${need}`)).toBeLessThan(begun.indexOf(`init ${index}`));
      expect(ended.indexOf(`init ${index}`)).toBeLessThan(ended.indexOf(`init ${need}`));
    }
  }
}

test('boots exactly what a plain resolver calls sound, and finds the same faults in the rest', async () => {
  const count = { sound: 0, faulty: 0 };
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const verdict = judge(plan);
      const isSound = verdict.faults.size === 0;
      count[isSound ? 'sound' : 'faulty'] += 1;
      await (isSound ? expectSound : expectFaults)(plan, verdict);
    }),
    { numRuns: 400, endOnFailure: true },
  );
  // Else the comparison would compare nothing.
  expect(count.sound).toBeGreaterThan(40);
  expect(count.faulty).toBeGreaterThan(40);
});
