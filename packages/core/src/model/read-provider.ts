import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { nearestNames } from '../diagnostics/nearest-names.js';
import { findRecord, type InjectableRecord } from '../metadata/class-record.js';
import { isScope, type Scope } from '../metadata/provider.js';
import { ConfiguredModule } from '../metadata/module-definition.js';
import { isToken, MultiToken, tokenName } from '../metadata/token.js';
import type { AbstractClass, InjectionToken } from '../metadata/token.js';
import { NOBODY } from './dependencies.js';
import type { DependencyModel, Draft, ModuleModel, ProviderKind, ProviderModel, ProviderRole } from './model.js';
import { invalidToken } from './invalid-token.js';
import { readInjectList } from './read-dependencies.js';
import { isModule } from './read-modules.js';

const FORMS = ['useClass', 'useValue', 'useExisting', 'useFactory', 'useServed'] as const;
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

/** A list that a provider stands in, for diagnostics. */
export interface ProviderList {
  readonly name: string;
  readonly site: () => faults.Site;
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
  list: ProviderList,
  report: (fault: Diagnostic) => void,
): Draft<ProviderModel> | undefined {
  const fault = faultOf(element, list);
  if (fault) {
    report(fault);
    return undefined;
  }
  const { provide: token, scope, inject, ...forms } = element as Definition;
  const create = (kind: ProviderKind, source: unknown, injectable?: InjectableRecord): Draft<ProviderModel> => {
    const ownScope = (scope as Scope | undefined) ?? injectable?.scope ?? 'singleton';
    return createProvider(id, token as InjectionToken, kind, role, ownScope, module, source, injectable);
  };
  if ('useValue' in forms) return create('value', forms.useValue);
  if ('useServed' in forms) return Object.assign(create('served', forms.useServed), { scope: 'request' as const });
  if ('useClass' in forms) {
    const injectable = inheritedInjectable(forms.useClass as AbstractClass);
    return create(injectable?.prepare ? 'prepared' : 'class', forms.useClass, injectable);
  }
  const isAlias = 'useExisting' in forms;
  const provider = isAlias ? create('alias', forms.useExisting) : create('factory', forms.useFactory);
  readInjectList(provider, isAlias ? [forms.useExisting] : inject);
  return provider;
}

/** Gives what is wrong with an element of a module's providers that is not a class, if anything is. */
function faultOf(element: unknown, { name: owner, site }: ProviderList): Diagnostic | undefined {
  const refuse = (problem: string, fix?: string): Diagnostic => faults.invalidProvider(site(), { owner, problem, fix });
  const undefinedIn = (asks: string): Diagnostic =>
    faults.undefinedToken(site(), { asks: `${owner} ${asks}`, decorator: '@Module', mayBeLazy: false });

  if (element === undefined) return undefinedIn('has something');
  if (isModule(element)) {
    const name = tokenName(element instanceof ConfiguredModule ? element.module : element);
    return refuse(`has ${name}, which is a module`, 'list it in imports');
  }
  if (typeof element === 'function') {
    const name = tokenName(element);
    return refuse(`has ${name}, which is a function and no class`, 'wrap it: provide(TOKEN, { useFactory: … })');
  }
  if (Array.isArray(element)) return refuse('has an array within the array', 'spread it: ...theList');
  if (typeof element !== 'object' || element === null) {
    return refuse(`has ${tokenName(element)}, which is not a provider`);
  }
  const keys = Object.keys(element);
  if (!('provide' in element)) {
    const type: unknown = element.constructor;
    if (typeof type === 'function' && type !== Object) {
      return refuse(
        `has ${tokenName(element)}, which is not a provider`,
        'list the class, or provide(TOKEN, { useValue: … })',
      );
    }
    return refuse(`has an object without "provide"${keys.length === 0 ? '' : `, but with ${keys.join(', ')}`}`);
  }

  const { provide: token, scope } = element as Definition;
  if (token === undefined) return undefinedIn('provides something by a token');
  if (!isToken(token) && !(token instanceof MultiToken)) return invalidToken(site(), owner, token);
  const name = `a provider of ${tokenName(token)}`;
  const [form, second] = FORMS.filter((known) => known in element);
  if (form === undefined) {
    const found = keys.filter((key) => !['provide', 'scope', 'inject'].includes(key));
    const [meant] = nearestNames(found[0] ?? '', FORMS);
    const seen = found.length === 0 ? '' : `, but with ${found.join(', ')}`;
    return refuse(`has ${name} without a form${seen}`, meant && `write ${meant} instead of ${found[0]}`);
  }
  if (second !== undefined) return refuse(`has ${name} with both ${form} and ${second}`, 'keep one of the two');
  const source = (element as Definition)[form];
  if (!FITS[form].fits(source)) {
    return refuse(`has ${name} with ${form}: ${tokenName(source)}`, `give ${form} ${FITS[form].wants}`);
  }
  if (
    form === 'useFactory' &&
    (element as Definition).inject === undefined &&
    (source as { length: number }).length > 0
  ) {
    return refuse(
      `has ${name} whose factory takes parameters, but no inject list`,
      'say what they are: inject: [A, B]',
    );
  }
  if (scope === undefined) return undefined;
  if (form === 'useValue' || form === 'useExisting' || form === 'useServed') {
    return refuse(`has ${name} with ${form} and a scope, which it cannot have`, 'remove the scope');
  }
  return isScope(scope) ? undefined : refuse(`has ${name} with the scope ${tokenName(scope)}`, KNOWN_SCOPES);
}

/** What each form takes. */
const FITS: Record<(typeof FORMS)[number], { readonly fits: (source: unknown) => boolean; readonly wants: string }> = {
  useClass: { fits: isClass, wants: 'a class' },
  useValue: { fits: () => true, wants: 'a value' },
  useExisting: { fits: isToken, wants: 'a class or a token' },
  useFactory: { fits: (source) => typeof source === 'function', wants: 'a function' },
  useServed: { fits: (source) => typeof source === 'function', wants: 'a function' },
};

/** Whether something can be made with `new`. Functions and methods cannot. */
export function isClass(source: unknown): boolean {
  if (typeof source !== 'function' || source.prototype === undefined) return false;
  try {
    // Makes an object, not an instance: the class itself is not called.
    Reflect.construct(Object, [], source);
    return true;
  } catch {
    return false;
  }
}

export const KNOWN_SCOPES = "use 'singleton', 'transient' or 'request'";

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
    name: tokenName(token),
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
export function inheritedInjectable(type: AbstractClass): InjectableRecord | undefined {
  for (let at: unknown = type; typeof at === 'function' && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    const injectable = findRecord(at)?.injectable;
    if (injectable) return injectable;
  }
  return undefined;
}
