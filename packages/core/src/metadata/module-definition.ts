import type { Provider, ProviderDefinition } from './provider.js';
import type { AbstractClass, Class, InjectionToken, MultiToken } from './token.js';

/** What `@Module` takes. */
export interface ModuleDefinition {
  /** Modules whose exports this one sees. */
  readonly imports?: readonly ModuleReference[];
  /** Private to this module unless exported. */
  readonly providers?: readonly Provider[];
  /** Called from outside, as by HTTP. Otherwise as providers: private to this module unless exported. */
  readonly controllers?: readonly Class[];
  /** Own or imported providers by token, or whole imported modules, that importers see. */
  readonly exports?: readonly (InjectionToken | MultiToken<unknown> | ModuleReference)[];
  /** Every module sees the exports without importing this one. Default: false. */
  readonly global?: boolean;
}

/** A class with `@Module`, or what its `with(…)` gave. */
export type ModuleReference = AbstractClass | ConfiguredModule;

/** A module together with the options of one application. Made by a module's `with(…)`; see `configuredBy`. */
export class ConfiguredModule {
  /** @internal */
  constructor(
    readonly module: AbstractClass,
    /** Added to what `@Module` says. */
    readonly definition: ModuleDefinition,
    /** Compared to notice that a module was configured twice. */
    readonly options: unknown,
    /** Gives the options, from what the importing module sees. */
    readonly optionsProvider?: ProviderDefinition,
  ) {}
}
