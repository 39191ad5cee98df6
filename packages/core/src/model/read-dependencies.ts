import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { findOtherCopy } from '../diagnostics/package-copies.js';
import { parameterNames } from '../diagnostics/parameter-names.js';
import { type ClassRecord, findRecord } from '../metadata/class-record.js';
import type { DependencyKind } from '../metadata/dependency.js';
import { isDependency } from '../metadata/provider.js';
import { type AbstractClass, MultiToken, tokenName } from '../metadata/token.js';
import { constructorOwner, describeMember, providerPath } from './describe.js';
import { dependencyOn } from './dependencies.js';
import type { DependencyModel, Draft, ProviderModel } from './model.js';

type DependencyDraft = Draft<DependencyModel>;

/**
 * Reads what a class asks for: the parameters of its constructor, then its properties.
 *
 * Whether what it asks for is a token at all is seen when it is looked up, so that a plain class costs next to nothing.
 *
 * @param provider - a provider of kind `class`, whose dependencies are filled in
 * @param report - takes each fault
 */
export function readClassDependencies(
  provider: Draft<ProviderModel>,
  record: ClassRecord | undefined,
  report: (fault: Diagnostic) => void,
): void {
  if (record?.injectable?.isPlain) provider.plainTypes = record.injectable.parameterTypes ?? NO_TYPES;
  else readUnusualClass(provider, report);
}

const NO_TYPES: readonly unknown[] = Object.freeze([]);

/** Reads a class of which decorators say more than that it is one, or that is not as it should be. */
function readUnusualClass(provider: Draft<ProviderModel>, report: (fault: Diagnostic) => void): void {
  const type = provider.source as AbstractClass;
  const found: DependencyDraft[] = [];
  provider.dependencies = found;
  const owner = recordWithConstructor(provider, report);
  if (owner) readParameters(provider, found, owner.type, owner.record, report);
  for (const [key, { dependency, place }] of propertiesOf(type, findRecord(type))) {
    found.push(dependencyOn(dependency.kind, dependency.token, dependency.isOptional, -1, key, place));
  }
}

function readParameters(
  provider: ProviderModel,
  found: DependencyDraft[],
  owner: AbstractClass,
  { injectable, parameters }: ClassRecord,
  report: (fault: Diagnostic) => void,
): void {
  const type = provider.source as AbstractClass;
  const types = injectable?.parameterTypes;
  const count = Math.max(owner.length, types?.length ?? 0, parameters?.length ?? 0);
  const site = (index: number): faults.Site => ({
    where: describeMember(type, { index, property: undefined, place: undefined }),
    path: providerPath(provider),
  });
  // A rest parameter does not count in the class's length; nor does one with a default value.
  const last = count > owner.length ? parameterNames(owner)?.at(-1) : undefined;
  for (let index = 0; index < count; index++) {
    const said = parameters?.[index];
    const isNamed = said !== undefined && said.decorator !== 'Optional';
    if (isNamed) {
      const { kind, token, isOptional } = said.dependency;
      found.push(dependencyOn(kind, token, isOptional, index, undefined, said.place));
    } else if (last?.isRest && index === count - 1) {
      report(faults.restParameter(site(index), { owner: tokenName(type), parameter: last.name }));
    } else if (types === undefined) {
      const names = { owner: tokenName(owner) };
      report(injectable ? faults.noMetadata(site(index), names) : faults.notDecorated(site(index), names));
      return;
    } else {
      found.push(dependencyOn('one', types[index], said !== undefined, index));
    }
  }
}

const KINDS: ReadonlySet<unknown> = new Set<DependencyKind>(['one', 'all', 'ref', 'lazy']);

/** Reads the `inject` list of a factory. As with classes, what is no token is seen when it is looked up. */
export function readInjectList(provider: Draft<ProviderModel>, list: unknown): void {
  if (list === undefined) return;
  const elements: readonly unknown[] = Array.isArray(list) ? list : [list];
  provider.dependencies = Array.from(elements, (element, index) => {
    if (isDependency(element) && KINDS.has(element.kind)) {
      return dependencyOn(element.kind, element.token, element.isOptional, index);
    }
    return dependencyOn(element instanceof MultiToken ? 'all' : 'one', element, false, index);
  });
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
    // Without types, only its text tells a constructor without parameters from an inherited one.
    if (at.length === 0 && isEmptyConstructor(at)) return undefined;
    if (at.length === 0) continue;
    const owner = constructorOwner(at);
    const position = {
      index: 0,
      property: undefined,
      place: record?.injectable?.place ?? provider.place ?? provider.module.place,
    };
    const site = { where: describeMember(owner, position), path: providerPath(provider) };
    if (record?.injectable) report(faults.noMetadata(site, { owner: tokenName(owner) }));
    else {
      const copies = findOtherCopy(at);
      const names = { owner: tokenName(at), heir: at === heir ? undefined : tokenName(heir) };
      report(copies ? faults.twoCopies(site, { name: names.owner, ...copies }) : faults.notDecorated(site, names));
    }
    return undefined;
  }
  return undefined;
}

function isEmptyConstructor(type: AbstractClass): boolean {
  return Object.getPrototypeOf(type) !== Function.prototype && parameterNames(type)?.length === 0;
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
