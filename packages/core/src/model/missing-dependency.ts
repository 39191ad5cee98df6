import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { findOtherCopy } from '../diagnostics/package-copies.js';
import { formatPlace } from '../diagnostics/place.js';
import { findRecord } from '../metadata/class-record.js';
import { type AbstractClass, isToken, mendOf, MultiToken, Token, tokenName } from '../metadata/token.js';
import { askingOf, describeDependency, ownerName, parameterName, providerPath, typeName } from './describe.js';
import { invalidToken } from './invalid-token.js';
import type { DependencyModel, ModuleModel, ProviderModel } from './model.js';
import type { Reading } from './read-application.js';

/**
 * Finds out why a dependency cannot be had: the one place that tells apart the many ways to get it wrong.
 *
 * @param token - what is asked for, after a `Lazy` has been looked into
 * @param found - several providers if the asker's imports disagree; else none
 */
export function missingDependency(
  reading: Reading,
  owner: ProviderModel,
  dependency: DependencyModel,
  token: unknown,
  found: readonly ProviderModel[],
): Diagnostic {
  const where = describeDependency(owner, dependency);
  const isAsked = dependency.kind === 'all' ? token instanceof MultiToken : isToken(token);
  if (!isAsked) return notAToken(owner, dependency, token, { where, path: providerPath(owner) });

  const wanted = tokenName(token);
  const site = { where, path: [...providerPath(owner), wanted] };
  const { viewpoint } = owner;
  const facts = { owner: ownerName(owner), wanted, asker: viewpoint.name, asking: askingOf(owner, dependency) };
  if (found.length > 1) {
    const keepers = found.map(
      ({ module, exportedBy }) => (exportedBy.find((each) => viewpoint.imports.includes(each)) ?? module).name,
    );
    return faults.ambiguousDependency(site, { ...facts, keepers });
  }
  const known = reading.byToken.get(token);
  const keeper = Array.isArray(known) ? (known.find(({ exportedBy }) => exportedBy.length > 0) ?? known[0]) : known;
  if (keeper) {
    const { module, exportedBy } = keeper;
    return faults.notExported(site, {
      ...facts,
      keeper: module.name,
      isExported: exportedBy.length > 0,
      isImported: viewpoint.imports.includes(module),
      isAbove: reaches(module, viewpoint),
    });
  }
  const configurable = reading.modules.find(({ type }) => (type as Configurable).with?.token === token);
  if (configurable) return faults.notConfigured(site, { module: configurable.name, owner: facts.owner });
  return unknownToken(reading, token, site, facts);
}

/** A class that may have a static `with`, as `configuredBy` makes it. */
interface Configurable {
  readonly with?: { readonly token?: unknown } | null;
}

/** Gives the fault for a token that no module provides. */
export function unknownToken(
  { byToken }: Pick<Reading, 'byToken'>,
  token: unknown,
  site: faults.Site,
  facts: { owner: string; wanted: string; asker: string; asking: faults.Asking },
): Diagnostic {
  const copies = findOtherCopy(token);
  if (copies) return faults.twoCopies(site, { name: facts.wanted, ...copies });
  const isClass = typeof token === 'function';
  const heir = isClass ? byToken.keys().find((other) => isHeir(other, token)) : undefined;
  const namesake = isClass ? byToken.keys().find((other) => isNamesake(other, token)) : undefined;
  return faults.unknownDependency(site, {
    ...facts,
    known: byToken.keys().map(tokenName),
    isA: !isClass ? 'token' : isBuiltIn(token) ? 'builtIn' : 'class',
    mend: mendOf(token),
    heir: heir === undefined ? undefined : tokenName(heir),
    namesake: namesake && (formatPlace(findRecord(namesake)?.injectable?.place) ?? ''),
  });
}

function isNamesake(other: unknown, token: object): other is AbstractClass {
  return typeof other === 'function' && other !== token && tokenName(other) === tokenName(token);
}

function isHeir(other: unknown, token: object): boolean {
  return typeof other === 'function' && Object.prototype.isPrototypeOf.call(token, other);
}

/** Whether a class is JavaScript's or Node's own. */
function isBuiltIn(type: unknown): boolean {
  return typeof type === 'function' && (globalThis as Record<string, unknown>)[type.name] === type;
}

/** Whether a module imports another one, directly or not. */
function reaches(from: ModuleModel, to: ModuleModel): boolean {
  const seen = new Set([from]);
  for (const { imports } of seen) for (const each of imports) seen.add(each);
  return seen.has(to) && from !== to;
}

/** An emitted type that is none, or something that a decorator was given and that is no token. */
function notAToken(owner: ProviderModel, dependency: DependencyModel, token: unknown, site: faults.Site): Diagnostic {
  const { kind, property } = dependency;
  const isClass = owner.kind === 'class';
  const parameter = memberName(owner, dependency);
  const isEmitted = isClass && isEmittedType(dependency);
  if (token === undefined && kind === 'lazy') {
    return faults.undefinedLazy(site, { owner: ownerName(owner), parameter });
  }
  // For a decorated property a compiler that emits types emits at least Object.
  if (token === undefined && isEmitted && property !== undefined) {
    return faults.noMetadata(site, { owner: ownerName(owner), property: parameter });
  }
  if (token === undefined) {
    return faults.undefinedToken(site, {
      asks: `${ownerName(owner)} asks for ${parameter} by a ${isEmitted ? 'class' : 'token'}`,
      decorator: isClass ? (isEmitted ? 'the decorator' : DECORATORS[kind]) : '@Module',
      mayBeLazy: isClass,
    });
  }
  const mayBeType = typeof token === 'function' || typeof token === 'object';
  const isForeign = token instanceof Token || token instanceof MultiToken || findOtherCopy(token) !== undefined;
  if (!isEmitted || !mayBeType || isForeign) return invalidToken(site, ownerName(owner), token, kind);
  return faults.erasedType(site, { owner: owner.name, parameter, emitted: emittedAs(token), type: typeName(token) });
}

const DECORATORS = { one: '@Inject', all: '@InjectAll', ref: '@InjectRef', lazy: '@InjectLazy' } as const;

/** Whether a token came from the compiler and not from a decorator. */
function isEmittedType({ kind, property, place }: DependencyModel): boolean {
  return kind === 'one' && (property !== undefined || place === undefined);
}

function memberName(owner: ProviderModel, { index, property }: DependencyModel): string {
  if (property !== undefined) return String(property);
  return owner.kind === 'class' ? parameterName(owner.source as AbstractClass, index) : `inject[${index}]`;
}

function emittedAs(type: unknown): 'nothing' | 'enum' | 'list' | 'promise' | 'primitive' {
  if (type === undefined || type === Object || type === Function) return 'nothing';
  if (typeof type === 'object') return 'enum';
  if (type === Array) return 'list';
  return type === Promise ? 'promise' : 'primitive';
}
