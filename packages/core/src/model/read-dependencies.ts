import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { findOtherCopy } from '../diagnostics/package-copies.js';
import { parameterNames } from '../diagnostics/parameter-names.js';
import { type ClassRecord, type DependencyRecord, findRecord } from '../metadata/class-record.js';
import { isDependency } from '../metadata/provider.js';
import { type AbstractClass, isToken, MultiToken, tokenName } from '../metadata/token.js';
import {
  constructorOwner,
  describeInjectList,
  describeMember,
  parameterName,
  providerPath,
  typeName,
} from './describe.js';
import type { DependencyModel, Draft, ProviderModel } from './model.js';

type DependencyDraft = Draft<DependencyModel>;

/** Emitted for types that do not exist at run time, or that no container could provide. */
const NO_TYPES: ReadonlySet<unknown> = new Set([
  Object,
  Function,
  String,
  Number,
  Boolean,
  Symbol,
  BigInt,
  Array,
  Promise,
]);

/** Until a dependency is linked. */
const NOBODY: readonly ProviderModel[] = Object.freeze([]);

/**
 * Reads what a class asks for: the parameters of its constructor, then its properties.
 *
 * @param provider - a provider of kind `class`, whose dependencies are filled in
 * @param record - what decorators have said of the class
 * @param report - takes each fault
 */
export function readClassDependencies(
  provider: Draft<ProviderModel>,
  record: ClassRecord | undefined,
  report: (fault: Diagnostic) => void,
): void {
  const type = provider.source as AbstractClass;
  const types = record?.injectable?.parameterTypes;
  const parent: unknown = Object.getPrototypeOf(type);
  const isPlain = parent === Function.prototype && record?.parameters === undefined && record?.properties === undefined;
  // The usual class has nothing said of single parameters or properties; boot reads hundreds of them.
  if (isPlain && (types === undefined ? type.length === 0 : types.length === type.length && types.every(isClassType))) {
    if (types === undefined) return;
    const found = provider.dependencies as DependencyDraft[];
    for (let index = 0; index < types.length; index++) found.push(parameterDependency(types[index], index));
    return;
  }
  new ClassReader(provider, report).read();
}

function isClassType(type: unknown): boolean {
  return typeof type === 'function' && !NO_TYPES.has(type);
}

function parameterDependency(token: unknown, index: number, isOptional = false): DependencyDraft {
  return {
    kind: 'one',
    token,
    isOptional,
    index,
    property: undefined,
    providers: NOBODY as ProviderModel[],
    place: undefined,
  };
}

/** Reads a class of which more is to be said than the types of its parameters, or something wrong. */
class ClassReader {
  readonly #provider: Draft<ProviderModel>;
  readonly #type: AbstractClass;
  readonly #report: (fault: Diagnostic) => void;

  constructor(provider: Draft<ProviderModel>, report: (fault: Diagnostic) => void) {
    this.#provider = provider;
    this.#type = provider.source as AbstractClass;
    this.#report = report;
  }

  read(): void {
    const owner = recordWithConstructor(this.#provider, this.#report);
    if (owner) this.#readParameters(owner.type, owner.record);
    for (const [key, said] of propertiesOf(this.#type, findRecord(this.#type))) this.#readProperty(key, said);
  }

  #readParameters(owner: AbstractClass, { injectable, parameters }: ClassRecord): void {
    const types = injectable?.parameterTypes;
    const count = Math.max(owner.length, types?.length ?? 0, parameters?.length ?? 0);
    const last = count > owner.length ? parameterNames(owner)?.at(-1) : undefined;
    for (let index = 0; index < count; index++) {
      const said = parameters?.[index];
      const facts = { owner: this.#type.name, parameter: parameterName(owner, index) };
      if (said?.dependency.token !== undefined) {
        this.#add({ ...parameterDependency(said.dependency.token, index), ...said.dependency, place: said.place });
      } else if (said && said.decorator !== 'Optional') {
        this.#report(faults.undefinedToken(this.#site(index), facts));
      } else if (last?.isRest && index === count - 1) {
        this.#report(faults.restParameter(this.#site(index), { ...facts, parameter: last.name }));
      } else if (types === undefined) {
        this.#report(faults.noMetadata(this.#site(index), { owner: owner.name }));
        return;
      } else if (isClassType(types[index])) {
        this.#add(parameterDependency(types[index], index, said?.dependency.isOptional));
      } else if (types[index] === undefined) {
        this.#report(faults.undefinedToken(this.#site(index), facts));
      } else {
        this.#report(faults.erasedType(this.#site(index), { ...facts, emitted: emittedName(types[index]) }));
      }
    }
  }

  #readProperty(key: string | symbol, { dependency, place }: DependencyRecord): void {
    const { token } = dependency;
    if (token === undefined || NO_TYPES.has(token)) {
      const facts = { owner: this.#type.name, parameter: String(key), emitted: emittedName(token) };
      this.#report(faults.erasedType(this.#site(-1, key, place), facts));
    } else {
      this.#add({ ...parameterDependency(token, -1), ...dependency, property: key, place });
    }
  }

  #add(dependency: DependencyDraft): void {
    const { kind, token, index, property, place } = dependency;
    const isSound =
      kind === 'lazy' ? typeof token === 'function' : kind === 'all' ? token instanceof MultiToken : isToken(token);
    if (isSound) (this.#provider.dependencies as DependencyDraft[]).push(dependency);
    else this.#report(invalidToken(this.#site(index, property, place), this.#type.name, token));
  }

  #site(index: number, property?: string | symbol, place?: DependencyModel['place']): faults.Site {
    return { where: describeMember(this.#type, { index, property, place }), path: providerPath(this.#provider) };
  }
}

/** Reads the `inject` list of a factory. */
export function readInjectList(
  provider: Draft<ProviderModel>,
  list: unknown,
  report: (fault: Diagnostic) => void,
): void {
  if (list === undefined) return;
  const elements = Array.isArray(list) ? list : [list];
  elements.forEach((element: unknown, index) => {
    const position = { index, property: undefined, place: undefined };
    const { kind, token, isOptional } = isDependency(element)
      ? element
      : {
          kind: element instanceof MultiToken ? ('all' as const) : ('one' as const),
          token: element,
          isOptional: false,
        };
    if (kind === 'lazy' ? typeof token === 'function' : kind === 'all' || isToken(token)) {
      const found = provider.dependencies as DependencyDraft[];
      found.push({ ...parameterDependency(token, index, isOptional), kind });
      return;
    }
    const site = { where: describeInjectList(provider, elements, position), path: providerPath(provider) };
    const owner = `The factory of ${provider.name}`;
    report(
      token === undefined
        ? faults.undefinedToken(site, { owner, parameter: `inject[${index}]` })
        : invalidToken(site, owner, token),
    );
  });
}

/** Gives the fault for something that is no token: made by another copy of this package, or nothing of the kind. */
export function invalidToken(site: faults.Site, owner: string, found: unknown): Diagnostic {
  const copies = findOtherCopy(found);
  const name = tokenName(found);
  return copies ? faults.twoCopies(site, { name, ...copies }) : faults.invalidToken(site, { owner, found: name });
}

/** Finds whose constructor runs for a class, by the records: its own, or the nearest ancestor's. */
function recordWithConstructor(
  provider: ProviderModel,
  report: (fault: Diagnostic) => void,
): { type: AbstractClass; record: ClassRecord } | undefined {
  const heir = provider.source as AbstractClass;
  for (let at = heir; typeof at === 'function' && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    const record = findRecord(at);
    if (record?.injectable?.parameterTypes || record?.parameters) return { type: at, record };
    if (at.length === 0) continue;
    const owner = constructorOwner(at);
    const position = { index: 0, property: undefined, place: provider.place };
    const site = { where: describeMember(owner, position), path: providerPath(provider) };
    if (record?.injectable) report(faults.noMetadata(site, { owner: owner.name }));
    else {
      const copies = findOtherCopy(at);
      const names = { owner: at.name, heir: at === heir ? undefined : heir.name };
      report(copies ? faults.twoCopies(site, { name: at.name, ...copies }) : faults.notDecorated(site, names));
    }
    return undefined;
  }
  return undefined;
}

/** Gives the injected properties of a class and its ancestors; a descendant's word counts. */
function propertiesOf(type: AbstractClass, own: ClassRecord | undefined): NonNullable<ClassRecord['properties']> {
  const parent = Object.getPrototypeOf(type) as AbstractClass | null;
  if (parent === Function.prototype || parent === null) return own?.properties ?? NO_PROPERTIES;
  const inherited = propertiesOf(parent, findRecord(parent));
  if (!own?.properties) return inherited;
  return inherited.size === 0 ? own.properties : new Map([...inherited, ...own.properties]);
}

const NO_PROPERTIES: NonNullable<ClassRecord['properties']> = new Map();

function emittedName(type: unknown): string {
  if (type === undefined) return 'nothing';
  if (type === Object || type === Function)
    return `${(type as { name: string }).name} (an interface, a union, "import type" or any)`;
  return typeof type === 'object' ? 'an enum' : typeName(type);
}
