import type { Where } from '../diagnostics/diagnostic.js';
import { parameterNames } from '../diagnostics/parameter-names.js';
import { formatPlace, type Place } from '../diagnostics/place.js';
import type { Site } from '../diagnostics/errors.js';
import { findRecord } from '../metadata/class-record.js';
import type { DependencyKind } from '../metadata/dependency.js';
import { type AbstractClass, tokenName } from '../metadata/token.js';
import { dependenciesOf } from './dependencies.js';
import type { ModuleModel, ProviderModel } from './model.js';

/*
 * Puts a part of the model into words for a diagnostic. Called only when there is a fault.
 */

/** A parameter, property or list element that a fault is about. */
export interface Position {
  readonly index: number;
  readonly property: string | symbol | undefined;
  readonly place: Place | undefined;
}

const PRIMITIVES: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
  [Symbol, 'symbol'],
  [BigInt, 'bigint'],
]);

/** Gives an emitted type's name: `(erased)` for an interface, union or type-only import. */
export function typeName(type: unknown): string {
  if (type === Object || type === Function) return '(erased)';
  if (typeof type === 'function') return PRIMITIVES.get(type) ?? tokenName(type);
  return type === undefined ? '(undefined)' : '(enum)';
}

/** Gives the class whose constructor runs for `type`: itself, or the nearest ancestor that has one. */
export function constructorOwner(type: AbstractClass): AbstractClass {
  for (let at: AbstractClass = type; ; at = Object.getPrototypeOf(at) as AbstractClass) {
    if (parameterNames(at) !== undefined) return at;
    if (typeof Object.getPrototypeOf(at) !== 'function' || Object.getPrototypeOf(at) === Function.prototype)
      return type;
  }
}

/** Gives the name of one parameter of a class's constructor, `parameter 2` where the source is not at hand. */
export function parameterName(type: AbstractClass, index: number): string {
  return parameterNames(constructorOwner(type))?.[index]?.name ?? `parameter ${index + 1}`;
}

/** Gives `Class.constructor(a: A, b: (erased))` with a caret under one parameter, or `Class.property`. */
export function describeMember(type: AbstractClass, position: Position): Where {
  const owner = constructorOwner(type);
  const record = findRecord(owner);
  const place = formatPlace(position.place ?? record?.injectable?.place ?? findRecord(type)?.injectable?.place);
  if (position.property !== undefined) return { signature: `${type.name}.${String(position.property)}`, place };

  const names = parameterNames(owner) ?? [];
  const types = record?.injectable?.parameterTypes;
  const count = Math.max(names.length, types?.length ?? 0, owner.length);
  const prefix = `${owner.name}.constructor(`;
  let signature = prefix;
  let caret: Where['caret'];
  for (let index = 0; index < count; index++) {
    const name = names[index]?.name ?? `parameter${index + 1}`;
    const asked = record?.parameters?.[index]?.dependency;
    const wanted = asked?.token === undefined ? typeName(types?.[index]) : dependencyName(asked.kind, asked.token);
    if (index > 0) signature += ', ';
    if (index === position.index) caret = { start: signature.length, length: name.length };
    signature += `${names[index]?.isRest ? '...' : ''}${name}: ${types || asked?.token !== undefined ? wanted : '(not emitted)'}`;
  }
  return { signature: `${signature})`, caret, place };
}

/** Gives `AppModule.providers, token "x": inject [A, B]` with a caret under one element. */
export function describeInjectList(provider: ProviderModel, list: readonly unknown[], position: Position): Where {
  const prefix = `${provider.module.name}.providers: provide(${provider.name}, inject: [`;
  let signature = prefix;
  let caret: Where['caret'];
  list.forEach((element, index) => {
    const name = injectedName(element);
    if (index > 0) signature += ', ';
    if (index === position.index) caret = { start: signature.length, length: name.length };
    signature += name;
  });
  return { signature: `${signature}])`, caret, place: formatPlace(provider.module.place) };
}

function injectedName(element: unknown): string {
  if (typeof element === 'object' && element !== null && 'kind' in element && 'token' in element) {
    return dependencyName(element.kind as DependencyKind, element.token);
  }
  return tokenName(element);
}

/** Gives a dependency's name with its modifier: `Ref<Tenant>`. */
export function dependencyName(kind: DependencyKind, token: unknown): string {
  if (kind === 'ref') return `Ref<${tokenName(token)}>`;
  if (kind === 'lazy') return `Lazy<${tokenName(lazyToken(token))}>`;
  return kind === 'all' ? `all of ${tokenName(token)}` : tokenName(token);
}

/** Calls the function of `@InjectLazy`, which may meet a class that is not declared yet. */
export function lazyToken(token: unknown): unknown {
  try {
    return (token as () => unknown)();
  } catch {
    return undefined;
  }
}

/** Gives where one dependency of a provider stands. */
export function describeDependency(provider: ProviderModel, position: Position): Where {
  if (provider.kind === 'class') return describeMember(provider.source as AbstractClass, position);
  return describeInjectList(provider, dependenciesOf(provider), position);
}

/** Gives the modules from the root down to this one. */
export function modulePath(module: ModuleModel): string[] {
  const path: string[] = [];
  for (let at: ModuleModel | undefined = module; at; at = at.importedBy) path.unshift(at.name);
  return path;
}

/** Gives the way from the root module to a provider. */
export function providerPath(provider: ProviderModel): string[] {
  const chain: string[] = [];
  let start = provider;
  while (start.role === 'implicit' && start.askedBy) {
    chain.unshift(start.name);
    start = start.askedBy;
  }
  return [...modulePath(start.module), ...(start.role === 'module' ? [] : [start.name]), ...chain];
}

/** Gives a provider's own site: its class's or its module's decorator, and the way to it. */
export function siteOf(provider: ProviderModel): Site {
  const path = providerPath(provider);
  if (typeof provider.source === 'function' && (provider.kind === 'class' || provider.kind === 'prepared')) {
    const where = { signature: tokenName(provider.source), place: formatPlace(provider.place) };
    return { where, path };
  }
  const where = {
    signature: `${provider.module.name}.providers: provide(${provider.name})`,
    place: formatPlace(provider.module.place),
  };
  return { where, path };
}

/** Gives a module's own site, with the part of its definition that is meant. */
export function moduleSite(module: ModuleModel, part = ''): Site {
  return { where: { signature: `${module.name}${part}`, place: formatPlace(module.place) }, path: modulePath(module) };
}
