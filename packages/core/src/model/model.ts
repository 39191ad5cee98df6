import type { Place } from '../diagnostics/place.js';
import type { DependencyKind } from '../metadata/dependency.js';
import type { Scope } from '../metadata/provider.js';
import type { AbstractClass, InjectionToken, MultiToken } from '../metadata/token.js';

/** The whole application as plain data: what it has, who asks for what, and who gets it. Frozen once it is checked. */
export interface ApplicationModel {
  readonly root: ModuleModel;
  /** In import order: a module stands after those that it imports. */
  readonly modules: readonly ModuleModel[];
  /** By `id`. */
  readonly providers: readonly ProviderModel[];
  /** In dependency order: a provider stands after those that it needs. */
  readonly order: readonly ProviderModel[];
}

/** A class with `@Module`, as this application uses it. */
export interface ModuleModel {
  readonly type: AbstractClass;
  readonly name: string;
  readonly isGlobal: boolean;
  readonly imports: readonly ModuleModel[];
  /** The module that imported this one first; undefined for the root. */
  readonly importedBy: ModuleModel | undefined;
  readonly providers: readonly ProviderModel[];
  readonly controllers: readonly ProviderModel[];
  readonly exports: readonly ProviderModel[];
  readonly place: Place | undefined;
}

/**
 * How a provider's value comes to be.
 *
 * `prepared` ones were made while the graph was checked; `served` ones are given by whoever serves the request.
 */
export type ProviderKind = 'class' | 'value' | 'factory' | 'alias' | 'prepared' | 'served';

/** What a provider is for. */
export type ProviderRole = 'provider' | 'controller' | 'module' | 'options' | 'implicit';

/** How one value is made, and for whom. */
export interface ProviderModel {
  readonly id: number;
  readonly token: InjectionToken | MultiToken<unknown>;
  /** The token's name, as diagnostics show it. */
  readonly name: string;
  readonly kind: ProviderKind;
  readonly role: ProviderRole;
  readonly scope: Scope;
  /** The module that it belongs to. */
  readonly module: ModuleModel;
  /** The module whose view its dependencies are looked up in; the importer, for options. */
  readonly viewpoint: ModuleModel;
  /** The class, the factory or the value. */
  readonly source: unknown;
  /** What it asks for, one by one. */
  readonly dependencies: readonly DependencyModel[];
  /** What must be made before it, in the order in which it is asked for. */
  readonly needs: readonly ProviderModel[];
  /** The types of the constructor's parameters, if the class asks for nothing but singletons by them. @internal */
  readonly plainTypes: readonly unknown[] | undefined;
  /** The modules that export it: its own, and those that pass it on. */
  readonly exportedBy: readonly ModuleModel[];
  /** Who asked first, for a class that no module lists. */
  readonly askedBy: ProviderModel | undefined;
  /** Whether making it needs a request: it is request-scoped, or a transient that needs such a one. */
  readonly needsRequest: boolean;
  /** Whether making it may give a promise. */
  readonly mayBeAsync: boolean;
  /** Replaced by an override. */
  readonly isOverridden: boolean;
  readonly place: Place | undefined;
}

/** One thing that a provider asks for. */
export interface DependencyModel {
  readonly kind: DependencyKind;
  readonly token: unknown;
  readonly isOptional: boolean;
  /** The index of the constructor's parameter or of the `inject` list; -1 for a property. */
  readonly index: number;
  /** The property's key; undefined for a parameter. */
  readonly property: string | symbol | undefined;
  /** Who gives it: one, none if it is optional, or any number for a multi-token. */
  readonly providers: readonly ProviderModel[];
  readonly place: Place | undefined;
}

/** A part of the model while it is being made. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };
