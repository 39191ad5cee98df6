import { type Class, type Diagnostic, formatPlace, nearestNames, type Place, TenonError } from '@tenon/core';
import { checkDerived, checkSingle, shownValue } from './check-part.js';
import type { ClassChecks } from './checks.js';
import { convert } from './convert.js';
import * as faults from './errors.js';
import { type Attempt, type Context, isFaultless, type Loaded, type LoadedProperty } from './loading.js';
import { hideSecrets } from './mask.js';
import { type GroupProperty, type Part, readPart, type SingleProperty } from './read-part.js';
import type { Sources } from './sources.js';

/** What was loaded into an instance, for listings. */
const loadings = new WeakMap<object, readonly LoadedProperty[]>();

/** Gives where the values of an instance came from; undefined for what was not loaded here, such as an override. */
export function loadingOf(instance: object): readonly LoadedProperty[] | undefined {
  return loadings.get(instance);
}

/**
 * Makes the instance of a configuration class from the variables that are set, and freezes it.
 *
 * @param prefix - what the names of its variables begin with
 * @param place - where `@Configuration` stood
 * @param onRead - is told the names of all variables that the class reads, set or not, and whether all is well with them
 * @throws TenonError with all that is at fault in the class and its variables
 */
export function loadConfiguration(
  type: Class<object>,
  { prefix, place }: { readonly prefix: string; readonly place: Place },
  sources: Sources,
  onRead: (names: ReadonlySet<string>, isFaultless: boolean) => void,
): object {
  if (sources.failure) throw sources.failure;
  const load = new Load(sources);
  const loaded = load.part({ type, prefix, path: [type.name], isSecret: false, place, within: [type] }, undefined);
  const found = [
    ...loaded.declared,
    ...loaded.faults.map(({ fault }) => (typeof fault === 'function' ? fault() : fault)),
  ];
  onRead(load.claimed, found.length === 0);
  if (found.length > 0) throw new TenonError(found);
  loadings.set(loaded.instance, loaded.properties);
  return loaded.instance;
}

/** The loading of one class. */
class Load {
  /** The variables that the class reads, and which nobody meant when another one is missing. */
  readonly claimed = new Set<string>();
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /**
   * Loads the class itself, or a group.
   *
   * In the order in which one thing needs another: values, then what is missing (a condition may ask for any value),
   * then checks, then getters.
   *
   * @param standard - the default of the property that holds the group; copied, since others may hold it too
   */
  part(part: Part, standard: object | undefined): Loaded {
    const { type, path, place } = part;
    const loaded: Loaded = { instance: {}, declared: [], faults: [], properties: [], isTouched: false };
    if (type.length > 0) {
      const where = { signature: path.join('.'), place: formatPlace(place) };
      loaded.declared.push(faults.needsArguments(where, { name: type.name }));
      return loaded;
    }
    const instance = Object.assign(new type(), standard);
    const { keys, singles, groups, getters, checks, secrets, faults: declared } = readPart(part, instance);
    loaded.declared.push(...declared);
    const values = instance as Record<string, unknown>;
    const context: Context = { part, checks, secrets, values, loaded, isComplete: true };

    const attempts = singles.map((single) => this.#read(single, context));
    for (const group of groups) this.#loadGroup(group, context);
    for (const attempt of attempts) if (attempt.state === 'default') this.#demand(attempt, context);
    context.isComplete = isFaultless(loaded);
    for (const attempt of attempts) if (attempt.state !== 'faulty') checkSingle(attempt, context);
    // They are made of the others: while one of those is at fault, they tell nothing.
    if (isFaultless(loaded)) for (const derived of [...groups, ...getters]) checkDerived(derived, context);
    finish(attempts, context);
    // They came step by step; people read them property by property.
    loaded.faults.sort((a, b) => keys.indexOf(a.key) - keys.indexOf(b.key));
    const keyOf = (property: LoadedProperty): string => property.path[path.length - 1] as string;
    loaded.properties.sort((a, b) => keys.indexOf(keyOf(a)) - keys.indexOf(keyOf(b)));
    return { ...loaded, instance: Object.freeze(instance) };
  }

  /** Finds the variable of a property and puts its value in place. */
  #read(single: SingleProperty, { checks, values, loaded }: Context): Attempt {
    const { key, site, target } = single;
    this.claimed.add(site.variable);
    const found = this.#sources.find(site.variable);
    const fail = (fault: Diagnostic): Attempt => {
      loaded.faults.push({ key, fault });
      return { ...single, found, state: 'faulty' };
    };

    if (!found) return { ...single, found, state: 'default' };
    if (typeof found.text !== 'string') return fail(faults.notText(site, { found: found.text }));
    // What must be given and is text may be meant to be empty; everywhere else, empty counts as not set.
    const mayBeEmpty = target.kind === 'string' && values[key] === undefined && isDemanded(checks, values, key);
    if (found.text === '' && !mayBeEmpty) return { ...single, found, state: 'default' };
    loaded.isTouched ||= found.text !== '';
    const conversion = convert(found.text, target);
    if ('problem' in conversion) return fail(faults.notConvertible(site, found, conversion));
    if (isPromise(conversion.value)) {
      conversion.value.then(undefined, () => {}); // Nobody waits for it.
      const { where, property } = site;
      return fail(faults.asynchronous(where, { property, checks: ['the function of its @Parse'] }));
    }
    values[key] = conversion.value;
    return { ...single, found, state: 'given' };
  }

  /** Loads a group. One that need not be there is there when any of its variables is set. */
  #loadGroup({ key, part }: GroupProperty, { checks, values, loaded }: Context): void {
    const standard = values[key] as object | undefined;
    const group = this.part(part, standard);
    loaded.declared.push(...group.declared);
    if (!group.isTouched && standard === undefined && !isDemanded(checks, values, key)) return;
    values[key] = group.instance;
    loaded.isTouched ||= group.isTouched;
    loaded.faults.push(...group.faults.map(({ fault }) => ({ key, fault })));
    loaded.properties.push(...group.properties);
  }

  /** Reports what must be set and is not. */
  #demand(attempt: Attempt, { checks, values, loaded }: Context): void {
    const { key, site, found } = attempt;
    if (values[key] !== undefined || !isDemanded(checks, values, key)) return;
    attempt.state = 'faulty';
    const fault = (): Diagnostic => {
      const names = this.#sources.names().filter((name) => !this.claimed.has(name));
      const near = nearestNames(site.variable, names);
      return faults.missing(site, { empty: found, near, places: this.#sources.places });
    };
    loaded.faults.push({ key, fault });
  }
}

/** Whether a value must be there. Where the condition itself fails, the checks meet it again and report it. */
function isDemanded(checks: ClassChecks, values: object, key: string): boolean {
  try {
    return checks.isRequired(values, key);
  } catch {
    return false;
  }
}

/** Notes where the values came from, and closes the instance. */
function finish(attempts: readonly Attempt[], { part, secrets, values, loaded }: Context): void {
  for (const { key, site, found, state } of attempts) {
    const { variable, isSecret } = site;
    const path = [...part.path.slice(1), key];
    const shown = shownValue(values[key], isSecret);
    loaded.properties.push({ path, variable, found: state === 'given' ? found : undefined, shown, isSecret });
    const value = values[key];
    if (Array.isArray(value)) values[key] = Object.freeze([...(value as unknown[])]);
  }
  hideSecrets(values, secrets);
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
