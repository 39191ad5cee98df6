import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import type { Place } from '../diagnostics/place.js';
import { didYouMean } from '../diagnostics/nearest-names.js';
import { type ClassRecord, findRecord } from '../metadata/class-record.js';
import { isToken, MultiToken, tokenName } from '../metadata/token.js';
import type { AbstractClass, InjectionToken } from '../metadata/token.js';
import type { Scope } from '../metadata/provider.js';
import { moduleSite } from './describe.js';
import type { Draft, ModuleModel, ProviderKind, ProviderModel, ProviderRole } from './model.js';
import { invalidToken, readClassDependencies, readInjectList } from './read-dependencies.js';

/** A provider's definition after it was recognised, before its dependencies are read. */
interface Recognised {
  readonly token: InjectionToken | MultiToken<unknown>;
  readonly kind: ProviderKind;
  readonly scope: Scope;
  readonly source: unknown;
  readonly place: Place | undefined;
  readonly inject: unknown;
}

const SCOPES: ReadonlySet<unknown> = new Set(['singleton', 'transient', 'request']);
const FORMS = ['useClass', 'useValue', 'useExisting', 'useFactory'];

/**
 * Reads one element of a module's providers.
 *
 * @param element - whatever stands in the list
 * @param module - whose list it is
 * @returns the provider, not yet linked; undefined after a fault was reported
 */
export function readProvider(
  element: unknown,
  module: ModuleModel,
  role: ProviderRole,
  id: number,
  report: (fault: Diagnostic) => void,
): Draft<ProviderModel> | undefined {
  const recognised = typeof element === 'function' ? recogniseClass(element) : recogniseObject(element, module, report);
  if (!recognised) return undefined;
  const { token, kind, scope, source, place, inject } = recognised;
  const provider: Draft<ProviderModel> = {
    id,
    token,
    name: typeof token === 'function' ? token.name : tokenName(token),
    kind,
    role,
    scope,
    module,
    viewpoint: module,
    source,
    dependencies: [],
    exportedBy: [],
    askedBy: undefined,
    needsRequest: false,
    mayBeAsync: false,
    isOverridden: false,
    place,
  };
  if (kind === 'factory' || kind === 'alias') readInjectList(provider, inject, report);
  return provider;
}

/**
 * Reads what a provider of kind `class` asks for.
 *
 * Apart from `readProvider`, so that the message of a fault can tell the whole way to a class that no module lists.
 */
export function readDependencies(provider: Draft<ProviderModel>, report: (fault: Diagnostic) => void): void {
  if (provider.kind === 'class') readClassDependencies(provider, report);
}

function recogniseClass(type: unknown): Recognised {
  const token = type as AbstractClass;
  const record = inheritedInjectable(token);
  return {
    token,
    kind: record?.prepare ? 'prepared' : 'class',
    scope: record?.scope ?? 'singleton',
    source: type,
    place: record?.place,
    inject: undefined,
  };
}

/** Gives what a class decorator said of a class or, where it says nothing, of its nearest ancestor. */
function inheritedInjectable(type: AbstractClass): ClassRecord['injectable'] {
  for (let at: unknown = type; typeof at === 'function' && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    const injectable = findRecord(at)?.injectable;
    if (injectable) return injectable;
  }
  return undefined;
}

function recogniseObject(
  element: unknown,
  module: ModuleModel,
  report: (fault: Diagnostic) => void,
): Recognised | undefined {
  const site = () => moduleSite(module, '.providers');
  const refuse = (found: string): undefined =>
    report(faults.invalidProvider(site(), { module: module.name, found })) as undefined;
  if (typeof element !== 'object' || element === null) return refuse(tokenName(element));
  if (!('provide' in element))
    return refuse(`an object without "provide" (it has ${Object.keys(element).join(', ') || 'nothing'})`);

  const { provide: token, scope, inject } = element as { provide: unknown; scope?: unknown; inject?: unknown };
  if (!isToken(token) && !(token instanceof MultiToken)) {
    report(
      token === undefined
        ? faults.undefinedToken(site(), { owner: `${module.name}.providers`, parameter: 'provide' })
        : invalidToken(site(), `${module.name}.providers`, token),
    );
    return undefined;
  }
  const name = `a provider of ${tokenName(token)}`;
  const forms = FORMS.filter((form) => form in element);
  if (forms.length !== 1) {
    const keys = Object.keys(element).filter((key) => key !== 'provide');
    const meant = forms.length === 0 ? didYouMean(keys[0] ?? '', FORMS) : '';
    return refuse(
      forms.length === 0
        ? `${name} without a form${meant && ` (it has ${keys.join(', ')})`}`
        : `${name} with ${forms.join(' and ')}`,
    );
  }
  if (scope !== undefined && !SCOPES.has(scope)) return refuse(`${name} with the scope ${tokenName(scope)}`);

  const definition = element as { useClass?: unknown; useValue?: unknown; useExisting?: unknown; useFactory?: unknown };
  const base = { token, place: undefined, inject };
  if ('useValue' in definition) return { ...base, kind: 'value', scope: 'singleton', source: definition.useValue };
  if ('useExisting' in definition) {
    if (!isToken(definition.useExisting))
      return refuse(`${name} with useExisting: ${tokenName(definition.useExisting)}`);
    return {
      ...base,
      kind: 'alias',
      scope: 'singleton',
      source: definition.useExisting,
      inject: [definition.useExisting],
    };
  }
  if (typeof definition.useFactory === 'function') {
    return { ...base, kind: 'factory', scope: (scope as Scope) ?? 'singleton', source: definition.useFactory };
  }
  if (typeof definition.useClass === 'function' && definition.useClass.prototype !== undefined) {
    const ofClass = recogniseClass(definition.useClass);
    return { ...ofClass, token, scope: (scope as Scope) ?? ofClass.scope };
  }
  const form = forms[0] as keyof typeof definition;
  return refuse(`${name} with ${form}: ${tokenName(definition[form])}`);
}
