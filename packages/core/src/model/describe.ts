import type { Where } from '../diagnostics/diagnostic.js';
import { parameterNames } from '../diagnostics/parameter-names.js';
import { formatPlace, type Place } from '../diagnostics/place.js';
import type { Asking, Site } from '../diagnostics/errors.js';
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
  const { property } = position;
  // That of a package's decorator is described by what the user has written.
  if (typeof property === 'symbol') return { signature: `${tokenName(type)}[${property.description}]`, place };
  if (property !== undefined) return { signature: `${tokenName(type)}.${property}`, place };

  const names = parameterNames(owner) ?? [];
  const types = record?.injectable?.parameterTypes;
  const count = Math.max(names.length, types?.length ?? 0, owner.length);
  const prefix = `${tokenName(owner)}.constructor(`;
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

/** Gives `AppModule.providers: provide(token "x", { inject: [A, B] })` with a caret under one element. */
function describeList(provider: ProviderModel, { index }: Position): Where {
  const { kind, role, name, module, viewpoint } = provider;
  const isOptions = role === 'options';
  const [prefix, suffix] = isOptions
    ? [`${viewpoint.name}.imports: ${module.name}.with([`, '], …)']
    : kind === 'alias'
      ? [`${module.name}.providers: provide(${name}, { useExisting: `, ' })']
      : [`${module.name}.providers: provide(${name}, { inject: [`, '] })'];
  let signature = prefix;
  let caret: Where['caret'];
  dependenciesOf(provider).forEach((dependency, at) => {
    const element = dependencyName(dependency.kind, dependency.token);
    if (at > 0) signature += ', ';
    if (dependency.index === index) caret = { start: signature.length, length: element.length };
    signature += element;
  });
  return { signature: `${signature}${suffix}`, caret, place: formatPlace((isOptions ? viewpoint : module).place) };
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
  return describeList(provider, position);
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

/** Gives the words for a provider that asks for something. */
export function ownerName({ role, name, module }: ProviderModel): string {
  return role === 'options' ? `${module.name}.with(…)` : name;
}

/** How a dependency was asked for. */
export function askingOf({ kind }: ProviderModel, { property }: Position): Asking {
  if (kind === 'alias') return 'alias';
  if (kind === 'factory') return 'list';
  return property === undefined ? 'parameter' : 'property';
}

/**
 * Gives a provider's own site: its class's or its module's decorator, and the way to it.
 *
 * @param method - of the provider's value, such as a hook. Default: the constructor or factory
 */
export function siteOf(provider: ProviderModel, method?: string): Site {
  const { kind, role, name, module, viewpoint } = provider;
  const path = providerPath(provider);
  if (kind === 'class' || kind === 'prepared') {
    const type = provider.source as AbstractClass;
    const where = describeMember(type, { index: -1, property: undefined, place: provider.place });
    return { where: method === undefined ? where : { ...where, signature: `${tokenName(type)}.${method}()` }, path };
  }
  const isOptions = role === 'options';
  const definition = isOptions
    ? `${viewpoint.name}.imports: ${module.name}.with(…)`
    : `${module.name}.providers: provide(${name}, …)`;
  const signature = method === undefined ? definition : `${definition} → ${method}()`;
  return { where: { signature, place: formatPlace((isOptions ? viewpoint : module).place) }, path };
}

/** Gives a module's own site, with the part of its definition that is meant. */
export function moduleSite(module: ModuleModel, part = ''): Site {
  return { where: { signature: `${module.name}${part}`, place: formatPlace(module.place) }, path: modulePath(module) };
}
