import type { AbstractClass, InjectionToken, MultiToken } from '../metadata/token.js';
import type { MetadataDecorator } from '../metadata/metadata-key.js';
import type { ApplicationModel, ProviderModel } from '../model/model.js';

/** A provider that was found, and the way to its instance. */
export interface Discovered {
  readonly provider: ProviderModel;
  /** The class, for providers that are one. */
  readonly type: AbstractClass | undefined;
  /**
   * Gives the singleton.
   *
   * @throws TenonError `TENON_CONTAINER_NOT_READY` before everything has been made: ask in `onInit` or later
   */
  readonly instance: () => unknown;
}

/** A class or method that bears a metadata decorator. */
export interface DiscoveredUse<T> extends Discovered {
  readonly type: AbstractClass;
  /** The decorated method; undefined for the class itself. */
  readonly member: string | symbol | undefined;
  readonly value: T;
}

/**
 * Finds providers of the running application: all of them, or by token or decorator. Ask for it in a constructor.
 *
 * @example
 * @Injectable()
 * class Scheduler implements OnReady {
 *   constructor(private readonly discovery: Discovery) {}
 *   onReady() {
 *     for (const { value, member, instance } of this.discovery.decoratedWith(Every)) start(value, instance(), member);
 *   }
 * }
 */
export class Discovery {
  readonly #model: () => ApplicationModel;
  readonly #instanceOf: (provider: ProviderModel) => unknown;

  /** @internal */
  constructor(model: () => ApplicationModel, instanceOf: (provider: ProviderModel) => unknown) {
    this.#model = model;
    this.#instanceOf = instanceOf;
  }

  /** Gives every provider, controllers and modules included, in import order. */
  providers(): readonly Discovered[] {
    return this.#model().providers.map((provider) => this.#discovered(provider));
  }

  /** Gives who provides a token, in any module. */
  providersOf(token: InjectionToken | MultiToken<unknown>): readonly Discovered[] {
    return this.providers().filter(({ provider }) => provider.token === token);
  }

  /** Gives every use of a decorator made with `createMetadata`, on provided classes and on their methods. */
  decoratedWith<T>(decorator: MetadataDecorator<T>): readonly DiscoveredUse<T>[] {
    return this.providers().flatMap((discovered) => {
      const { type } = discovered;
      if (!type) return [];
      const ofClass = decorator.ofClass(type);
      return [
        ...(ofClass === undefined ? [] : [{ ...discovered, type, member: undefined, value: ofClass }]),
        ...decorator.methodsOf(type).map(({ member, value }) => ({ ...discovered, type, member, value })),
      ];
    });
  }

  #discovered(provider: ProviderModel): Discovered {
    const isClass = provider.kind === 'class' || provider.kind === 'prepared';
    const type = isClass ? (provider.source as AbstractClass) : undefined;
    return { provider, type, instance: () => this.#instanceOf(provider) };
  }
}
