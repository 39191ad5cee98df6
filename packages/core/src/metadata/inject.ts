import { capturePlace, type Place } from '../diagnostics/place.js';
import { recordOf, refuseStandard } from './class-record.js';
import type { Dependency, Lazy, Ref } from './dependency.js';
import { reflectPropertyType } from './reflected-types.js';
import type { AbstractClass, InjectionToken, MultiToken } from './token.js';

/** Admits a constructor's parameter whose type takes a `T`, and refuses any other with both types in the message. */
export type FitsParameter<T, C, I extends number> =
  // oxlint-disable-next-line typescript/no-explicit-any -- infers the parameters of any constructor
  C extends abstract new (...parameters: infer P) => any ? FitsType<T, P[I]> : never;

/** Does the same for a property. A private one's type cannot be seen from outside its class, and is not compared. */
export type FitsProperty<T, O, K> = K extends keyof O ? FitsType<T, O[K]> : unknown;

/** Impossible to satisfy when a `T` may not stand where a `P` is expected. */
export type FitsType<T, P> = [T] extends [P] ? unknown : { readonly 'this is injected': T; readonly 'into this': P };

/** Stands on a constructor's parameter or on a property, whose type must admit `T`. */
export interface InjectDecorator<T> {
  <C extends AbstractClass, I extends number>(type: C & FitsParameter<T, C, I>, key: undefined, index: I): void;
  <O extends object, K extends string | symbol>(prototype: O & FitsProperty<T, O, K>, key: K): void;
}

/**
 * Injects what `token` names, into a constructor's parameter or a property.
 *
 * Without a token, on a property, the property's own type is the token.
 *
 * @example
 * constructor(@Inject(CLOCK) private readonly clock: Clock) {}
 */
export function Inject<T>(token: InjectionToken<T>): InjectDecorator<T>;
export function Inject(): (prototype: object, key: string | symbol) => void;
export function Inject(token?: InjectionToken): InjectDecorator<unknown> {
  return declareDependency('Inject', { kind: 'one', token }, capturePlace(Inject));
}

/**
 * Makes a decorator of a package's own that injects what a token names.
 *
 * @param decorator - its name, for diagnostics
 * @param place - where it stood: `capturePlace(TheDecorator)`
 *
 * @example
 * export function InjectRepository<E extends object>(entity: Class<E>): InjectDecorator<Repository<E>> {
 *   return createInjectDecorator(repositoryOf(entity), 'InjectRepository', capturePlace(InjectRepository));
 * }
 */
export function createInjectDecorator<T>(
  token: InjectionToken<T>,
  decorator: string,
  place: Place,
): InjectDecorator<T> {
  return declareDependency(decorator, { kind: 'one', token }, place);
}

/**
 * Injects everything that the application's modules contribute to a multi-token, in import order.
 *
 * @example
 * constructor(@InjectAll(HEALTH_CHECK) private readonly checks: HealthCheck[]) {}
 */
export function InjectAll<T>(token: MultiToken<T>): InjectDecorator<T[]> {
  return declareDependency('InjectAll', { kind: 'all', token }, capturePlace(InjectAll));
}

/**
 * Injects a reference to a request-scoped thing into something that lives longer.
 *
 * @example
 * constructor(@InjectRef(Tenant) private readonly tenant: Ref<Tenant>) {}
 */
export function InjectRef<T>(token: InjectionToken<T>): InjectDecorator<Ref<T>> {
  return declareDependency('InjectRef', { kind: 'ref', token }, capturePlace(InjectRef));
}

/**
 * Breaks a circle on purpose: the thing is there once the application has been made.
 *
 * @param token - a function, because the class may be declared further down
 *
 * @example
 * constructor(@InjectLazy(() => OrderService) private readonly orders: Lazy<OrderService>) {}
 */
export function InjectLazy<T>(token: () => InjectionToken<T>): InjectDecorator<Lazy<T>> {
  return declareDependency('InjectLazy', { kind: 'lazy', token }, capturePlace(InjectLazy));
}

/**
 * Gives `undefined` instead of a fault when nothing provides the dependency. Stands beside `@Inject` or alone.
 *
 * @example
 * constructor(@Optional() private readonly mailer?: Mailer) {}
 */
export function Optional(): (target: object, key: string | symbol | undefined, index?: number) => void {
  return declareDependency('Optional', { isOptional: true }, capturePlace(Optional));
}

/** Records a dependency; two decorators of one place are merged, whichever comes first. */
function declareDependency(decorator: string, said: Partial<Dependency>, place: Place) {
  return (target: object, key: string | symbol | undefined, index?: number): void => {
    refuseStandard(decorator, key, place);
    const record = recordOf(index === undefined ? target.constructor : target);
    const known = index === undefined ? record.properties?.get(key as string) : record.parameters?.[index];
    const isMark = decorator === 'Optional';
    const base: Dependency = known?.dependency ?? {
      kind: 'one',
      token: index === undefined && isMark ? reflectPropertyType(target, key as string) : undefined,
      isOptional: false,
    };
    const token =
      said.token ?? (index === undefined && !isMark ? reflectPropertyType(target, key as string) : undefined);
    const merged = {
      dependency: { ...base, ...said, ...(token === undefined ? { token: base.token } : { token }) },
      decorator: isMark && known ? known.decorator : decorator,
      place: isMark && known ? known.place : place,
    };
    if (index === undefined) (record.properties ??= new Map()).set(key as string, merged);
    else (record.parameters ??= [])[index] = merged;
  };
}
