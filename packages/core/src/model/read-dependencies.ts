import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { findOtherCopy } from '../diagnostics/package-copies.js';
import { parameterNames } from '../diagnostics/parameter-names.js';
import { type ClassRecord, findRecord } from '../metadata/class-record.js';
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

/**
 * Reads what a class asks for: the parameters of its constructor, then its properties.
 *
 * @param provider - a provider of kind `class`, whose dependencies are filled in
 * @param report - takes each fault
 */
export function readClassDependencies(provider: Draft<ProviderModel>, report: (fault: Diagnostic) => void): void {
  const type = provider.source as AbstractClass;
  const record = findRecord(type);
  const found = provider.dependencies as DependencyDraft[];
  const types = record?.injectable?.parameterTypes;
  // The usual class: its own constructor, nothing said of single parameters.
  if (types !== undefined && record?.parameters === undefined && types.length <= type.length) {
    for (let index = 0; index < types.length; index++) addParameter(type, types[index], index);
  } else {
    readParameters();
  }
  readProperties();

  function readParameters(): void {
    const owner = recordWithConstructor(provider, report);
    if (!owner) return;
    const parameterTypes = owner.record.injectable?.parameterTypes;
    const { parameters } = owner.record;
    const count = Math.max(owner.type.length, parameterTypes?.length ?? 0, parameters?.length ?? 0);
    const lastRest = count > owner.type.length ? parameterNames(owner.type)?.at(-1) : undefined;
    for (let index = 0; index < count; index++) {
      const said = parameters?.[index];
      if (said?.dependency.token !== undefined) {
        add(said.dependency.kind, said.dependency.token, said.dependency.isOptional, index, undefined, said.place);
      } else if (said && said.decorator !== 'Optional') {
        report(faults.undefinedToken(site(index), { owner: type.name, parameter: parameterName(type, index) }));
      } else if (lastRest?.isRest && index === count - 1) {
        report(faults.restParameter(site(index), { owner: type.name, parameter: lastRest.name }));
      } else if (parameterTypes === undefined) {
        report(faults.noMetadata(site(index), { owner: owner.type.name }));
        return;
      } else {
        addParameter(owner.type, parameterTypes[index], index, said?.dependency.isOptional);
      }
    }
  }

  function addParameter(owner: AbstractClass, wanted: unknown, index: number, isOptional = false): void {
    if (typeof wanted === 'function' && !NO_TYPES.has(wanted)) {
      add('one', wanted, isOptional, index, undefined, undefined);
    } else if (wanted === undefined) {
      report(faults.undefinedToken(site(index), { owner: type.name, parameter: parameterName(owner, index) }));
    } else {
      const parameter = parameterName(owner, index);
      report(faults.erasedType(site(index), { owner: type.name, parameter, emitted: emittedName(wanted) }));
    }
  }

  function readProperties(): void {
    for (const [key, { dependency, place }] of propertiesOf(type, record)) {
      const { kind, token, isOptional } = dependency;
      const at = { where: describeMember, place };
      if (token === undefined || NO_TYPES.has(token)) {
        const where = at.where(type, { index: -1, property: key, place });
        const facts = { owner: type.name, parameter: String(key), emitted: emittedName(token) };
        report(faults.erasedType({ where, path: providerPath(provider) }, facts));
      } else {
        add(kind, token, isOptional, -1, key, place);
      }
    }
  }

  function add(
    kind: DependencyModel['kind'],
    token: unknown,
    isOptional: boolean,
    index: number,
    property: string | symbol | undefined,
    place: DependencyModel['place'],
  ): void {
    const isSound =
      kind === 'lazy' ? typeof token === 'function' : kind === 'all' ? token instanceof MultiToken : isToken(token);
    if (isSound) {
      found.push({ kind, token, isOptional, index, property, providers: [], place });
      return;
    }
    const where = describeMember(type, { index, property, place });
    report(invalidToken({ where, path: providerPath(provider) }, type.name, token));
  }

  function site(index: number) {
    return {
      where: describeMember(type, { index, property: undefined, place: undefined }),
      path: providerPath(provider),
    };
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
      (provider.dependencies as DependencyDraft[]).push({ ...position, kind, token, isOptional, providers: [] });
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
