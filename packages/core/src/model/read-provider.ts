import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { didYouMean } from '../diagnostics/nearest-names.js';
import { findRecord, type InjectableRecord } from '../metadata/class-record.js';
import type { Scope } from '../metadata/provider.js';
import { isToken, MultiToken, tokenName } from '../metadata/token.js';
import type { AbstractClass, InjectionToken } from '../metadata/token.js';
import { NOBODY } from './dependencies.js';
import { moduleSite } from './describe.js';
import type { DependencyModel, Draft, ModuleModel, ProviderKind, ProviderModel, ProviderRole } from './model.js';
import { invalidToken, readInjectList } from './read-dependencies.js';

const SCOPES: ReadonlySet<unknown> = new Set(['singleton', 'transient', 'request']);
const FORMS = ['useClass', 'useValue', 'useExisting', 'useFactory'] as const;
const NO_EXPORTERS: readonly ModuleModel[] = Object.freeze([]);
const NO_DEPENDENCIES: readonly DependencyModel[] = Object.freeze([]);

/**
 * Reads a class that stands in a list as it is. What it asks for is read by `readClassDependencies`.
 *
 * @param own - what a decorator of the class itself said
 */
export function readClass(
  type: AbstractClass,
  own: InjectableRecord | undefined,
  module: ModuleModel,
  role: ProviderRole,
  id: number,
): Draft<ProviderModel> {
  const injectable = own ?? inheritedInjectable(type);
  const kind = injectable?.prepare ? 'prepared' : 'class';
  return createProvider(id, type, kind, role, injectable?.scope ?? 'singleton', module, type, injectable);
}

/**
 * Reads an element of a module's providers that is not a class.
 *
 * @param element - whatever stands in the list
 * @returns the provider, not yet linked; undefined after a fault was reported
 */
export function readDefinition(
  element: unknown,
  module: ModuleModel,
  role: ProviderRole,
  id: number,
  report: (fault: Diagnostic) => void,
): Draft<ProviderModel> | undefined {
  const site = (): faults.Site => moduleSite(module, '.providers');
  const refuse = (found: string): undefined => {
    report(faults.invalidProvider(site(), { module: module.name, found }));
  };

  if (typeof element !== 'object' || element === null) return refuse(tokenName(element));
  const keys = Object.keys(element);
  if (!('provide' in element)) return refuse(`an object without "provide" (it has ${keys.join(', ') || 'nothing'})`);
  const { provide: token, scope, inject, ...rest } = element as Definition;
  const owner = `${module.name}.providers`;
  if (token === undefined) {
    report(faults.undefinedToken(site(), { owner, parameter: 'provide' }));
    return undefined;
  }
  if (!isToken(token) && !(token instanceof MultiToken)) {
    report(invalidToken(site(), owner, token));
    return undefined;
  }

  const name = `a provider of ${tokenName(token)}`;
  const [form, second] = FORMS.filter((known) => known in element);
  if (form === undefined) {
    const [meant] = Object.keys(rest);
    return refuse(
      `${name} without a form${meant === undefined ? '' : `, but with "${meant}"${didYouMean(meant, FORMS)}`}`,
    );
  }
  if (second !== undefined) return refuse(`${name} with both ${form} and ${second}`);
  if (scope !== undefined && !SCOPES.has(scope)) return refuse(`${name} with the scope ${tokenName(scope)}`);

  const create = (kind: ProviderKind, fallback: Scope, source: unknown, injectable?: InjectableRecord) =>
    createProvider(id, token, kind, role, (scope as Scope | undefined) ?? fallback, module, source, injectable);
  const source = rest[form];
  if (form === 'useValue') return create('value', 'singleton', source);
  if (form === 'useExisting' && isToken(source)) {
    const alias = create('alias', 'singleton', source);
    readInjectList(alias, [source], report);
    return alias;
  }
  if (form === 'useFactory' && typeof source === 'function') {
    const provider = create('factory', 'singleton', source);
    readInjectList(provider, inject, report);
    return provider;
  }
  if (form === 'useClass' && typeof source === 'function' && source.prototype !== undefined) {
    const injectable = inheritedInjectable(source as AbstractClass);
    return create(injectable?.prepare ? 'prepared' : 'class', injectable?.scope ?? 'singleton', source, injectable);
  }
  return refuse(`${name} with ${form}: ${tokenName(source)}`);
}

/** An element of a module's providers, when nothing is known of it but that it is an object. */
type Definition = { readonly [key in 'provide' | 'scope' | 'inject' | (typeof FORMS)[number]]?: unknown };

/** Makes a provider that asks for nothing yet. */
export function createProvider(
  id: number,
  token: InjectionToken | MultiToken<unknown>,
  kind: ProviderKind,
  role: ProviderRole,
  scope: Scope,
  module: ModuleModel,
  source: unknown,
  injectable: InjectableRecord | undefined,
): Draft<ProviderModel> {
  return {
    id,
    token,
    name: typeof token === 'function' ? token.name : tokenName(token),
    kind,
    role,
    scope,
    module,
    viewpoint: module,
    source,
    dependencies: NO_DEPENDENCIES as DependencyModel[],
    needs: NOBODY as ProviderModel[],
    plainTypes: undefined,
    exportedBy: NO_EXPORTERS as ModuleModel[],
    askedBy: undefined,
    needsRequest: false,
    mayBeAsync: false,
    isOverridden: false,
    place: injectable?.place,
  };
}

/** Gives what a class decorator said of a class or, where it says nothing, of its nearest ancestor. */
function inheritedInjectable(type: AbstractClass): InjectableRecord | undefined {
  for (let at: unknown = type; typeof at === 'function' && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    const injectable = findRecord(at)?.injectable;
    if (injectable) return injectable;
  }
  return undefined;
}
