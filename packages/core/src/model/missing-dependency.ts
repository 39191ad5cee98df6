import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { findOtherCopy } from '../diagnostics/package-copies.js';
import { type AbstractClass, isToken, tokenName } from '../metadata/token.js';
import { dependencyName, describeDependency, parameterName, providerPath, typeName } from './describe.js';
import type { DependencyModel, ProviderModel } from './model.js';
import type { Reading } from './read-application.js';
import { invalidToken } from './read-dependencies.js';

/**
 * Finds out why a dependency cannot be had: the one place that tells apart the many ways to get it wrong.
 *
 * @param token - what is asked for, after a `Lazy` has been looked into
 * @param found - several providers if the asker's imports disagree; else none
 */
export function missingDependency(
  { byToken, modules }: Reading,
  owner: ProviderModel,
  dependency: DependencyModel,
  token: unknown,
  found: readonly ProviderModel[],
): Diagnostic {
  const wanted = token === undefined ? dependencyName(dependency.kind, dependency.token) : tokenName(token);
  const asker = owner.viewpoint.name;
  const where = describeDependency(owner, dependency);
  if (!isToken(token)) return notAToken(owner, dependency, token, { where, path: providerPath(owner) });

  const site = { where, path: [...providerPath(owner), wanted] };
  if (found.length > 1) {
    const { imports } = owner.viewpoint;
    const keepers = found.map(
      ({ module, exportedBy }) => (exportedBy.find((each) => imports.includes(each)) ?? module).name,
    );
    return faults.ambiguousDependency(site, { owner: owner.name, wanted, asker, keepers });
  }
  const known = byToken.get(token);
  const keeper = Array.isArray(known) ? known[0] : known;
  if (keeper) {
    const isExported = keeper.exportedBy.length > 0;
    const isImported = owner.viewpoint.imports.includes(keeper.module);
    const facts = { owner: owner.name, wanted, keeper: keeper.module.name, asker, isExported, isImported };
    return faults.notExported(site, facts);
  }
  const configurable = modules.find(({ type }) => (type as { with?: { token?: unknown } }).with?.token === token);
  if (configurable) return faults.notConfigured(site, { module: configurable.name, owner: owner.name });
  const copies = findOtherCopy(token);
  if (copies) return faults.twoCopies(site, { name: wanted, ...copies });
  const facts = { owner: owner.name, wanted, known: Array.from(byToken.keys(), tokenName) };
  return faults.unknownDependency(site, { ...facts, isClass: typeof token === 'function' });
}

/** An emitted type that is none, or something that a decorator was given and that is no token. */
function notAToken(owner: ProviderModel, dependency: DependencyModel, token: unknown, site: faults.Site): Diagnostic {
  const { index, property, place } = dependency;
  const isClass = owner.kind === 'class';
  const parameter =
    property === undefined && isClass
      ? parameterName(owner.source as AbstractClass, index)
      : String(property ?? `inject[${index}]`);
  if (token === undefined) return faults.undefinedToken(site, { owner: owner.name, parameter });
  const isEmitted = isClass && (property !== undefined || place === undefined) && !findOtherCopy(token);
  const mayBeType = typeof token === 'function' || typeof token === 'object';
  if (!isEmitted || !mayBeType) return invalidToken(site, owner.name, token);
  return faults.erasedType(site, { owner: owner.name, parameter, emitted: emittedName(token) });
}

function emittedName(type: unknown): string {
  if (type !== Object && type !== Function) return typeof type === 'object' ? 'an enum' : typeName(type);
  return `${(type as { name: string }).name} (an interface, a union, "import type" or any)`;
}
