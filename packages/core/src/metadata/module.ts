import { capturePlace } from '../diagnostics/place.js';
import { recordOf, declareInjectable } from './class-record.js';
import type { Injectable, InjectedList } from './dependency.js';
import { ConfiguredModule, type ModuleDefinition } from './module-definition.js';
import type { AbstractClass, Token } from './token.js';

/**
 * Marks a class as a module: providers and controllers that belong together, and what others may see of them.
 *
 * @example
 * @Module({ imports: [BillingModule], providers: [OrderService], controllers: [OrderController], exports: [OrderService] })
 * export class OrderModule {}
 */
export function Module(definition: ModuleDefinition = {}): (type: AbstractClass) => void {
  const place = capturePlace(Module);
  return (type) => {
    recordOf(type).module = { definition, place };
    declareInjectable(type, { decorator: 'Module', place });
  };
}

/** A module's `with`: gives the module together with its options. */
export interface Configure<O> {
  /** The token by which the module's providers ask for the options. */
  readonly token: Token<O>;
  (this: AbstractClass, options: O): ConfiguredModule;
  /** Works out the options from providers that the importing module sees. */
  <const D extends readonly Injectable[]>(
    this: AbstractClass,
    inject: readonly [...D],
    options: (...values: InjectedList<D>) => O | PromiseLike<O>,
  ): ConfiguredModule;
}

/**
 * Makes a module's static `with`, by which an application configures it.
 *
 * @param token - by which the module's own providers ask for the options
 *
 * @example
 * @Module({ providers: [CacheService], exports: [CacheService] })
 * export class CacheModule {
 *   static readonly with = configuredBy(CACHE_OPTIONS);
 * }
 * // imports: [CacheModule.with({ url })]
 * // imports: [CacheModule.with([CacheConfig], (config) => ({ url: config.url }))]
 */
export function configuredBy<O>(token: Token<O>): Configure<O> {
  function configure(this: AbstractClass, ...given: readonly unknown[]): ConfiguredModule {
    const [first, factory] = given;
    const provider =
      Array.isArray(first) && typeof factory === 'function'
        ? { provide: token, inject: first as Injectable[], useFactory: factory as () => unknown }
        : { provide: token, useValue: first };
    return new ConfiguredModule(this, {}, given, provider);
  }
  return Object.assign(configure, { token }) as Configure<O>;
}

/**
 * Adds to what a module's `@Module` says, for a static method of the module's own that needs more than options.
 *
 * @param module - the class with `@Module`
 * @param added - providers, imports and exports that follow from the options
 * @param options - compared by value: the same module with two different options in one application is a fault
 *
 * @example
 * static with(options: DataOptions) {
 *   return configureModule(DataModule, { providers: options.entities.map(repositoryOf) }, options);
 * }
 */
export function configureModule(module: AbstractClass, added: ModuleDefinition, options: unknown): ConfiguredModule {
  return new ConfiguredModule(module, added, options);
}
