import type { Diagnostic } from '@tenon/core';
import type { RequestContext } from './context.js';
import type { RouteModel } from './route-model.js';

/**
 * Decides whether a request may go on. Runs before the body is read, unless it is marked with `readsBody`.
 *
 * @example
 * @Injectable()
 * @Provides(CURRENT_USER)
 * export class SignedIn implements CanActivate {
 *   constructor(private readonly sessions: Sessions) {}
 *   async canActivate(context: RequestContext) {
 *     const user = await this.sessions.userOf(context.request.headers.authorization);
 *     if (!user) throw new UnauthorizedException();
 *     context.set(CURRENT_USER, user);
 *     return true;
 *   }
 * }
 */
export interface CanActivate {
  /** @returns whether the request may go on; false is answered with 403, an exception with what it says */
  canActivate(context: RequestContext): boolean | PromiseLike<boolean>;
}

/**
 * A guard that is prepared for each of its routes, at boot: what it would look up in each request it looks up once.
 *
 * @example
 * @Injectable()
 * export class Quota implements RouteGuard {
 *   constructor(private readonly quotas: Quotas) {}
 *   forRoute(route: RouteModel) {
 *     const quota = this.quotas.of(route.path);
 *     return ({ request }: RequestContext) => quota.take(request.ip);
 *   }
 * }
 */
export interface RouteGuard {
  /**
   * Called once for each route, when every `onInit` has ended; for a guard that is no singleton, in each request.
   *
   * @returns what decides whether a request may go on, as `canActivate` does
   * @throws TenonError for a route that it cannot guard; the faults get the place of the route. What can be told without an
   *   instance is for `checkRoute`
   */
  forRoute(route: RouteModel): (context: RequestContext) => boolean | PromiseLike<boolean>;
}

/**
 * What a guard may have beside the rest: it refuses routes on which it makes no sense, before anything is made, so that they are
 * told beside all other faults of the application, and to tools that only look at it. On a class it is a static method.
 *
 * @example
 * @Injectable()
 * export class OwnShelf implements RouteGuard {
 *   static checkRoute({ path }: RouteModel) {
 *     if (parametersOfPath(path).includes('shelf')) return [];
 *     return [{ code: 'SHOP_NO_SHELF', message: `${path} names no shelf.`, fix: 'add /:shelf to it' }];
 *   }
 *   forRoute() { … }
 * }
 */
export interface RouteCheck {
  /** @returns what is wrong; the faults get the place of the route */
  checkRoute(route: RouteModel): readonly Diagnostic[];
}

/**
 * Calls what an interceptor wraps: the arguments, the handler, and the interceptors within.
 *
 * @returns what the handler returns: a promise only where it does
 */
export type Next = () => unknown;

/**
 * Wraps the handler: it may look at what is returned, change it, answer in its place, or call it again.
 *
 * @example
 * @Injectable()
 * export class Timing implements Interceptor {
 *   async intercept(context: RequestContext, next: Next) {
 *     const start = performance.now();
 *     const value = await next();
 *     context.reply.header('server-timing', `handler;dur=${performance.now() - start}`);
 *     return value;
 *   }
 * }
 */
export interface Interceptor {
  /** @returns what is answered with, as a handler returns it */
  intercept(context: RequestContext, next: Next): unknown;
}

/** What a pipe knows of the parameter that it is for. */
export interface ParameterInfo {
  /** Where the value comes from. */
  readonly in: 'body' | 'query' | 'path' | 'header' | 'cookie' | 'custom';
  /** Its name there; undefined for all of it. */
  readonly name: string | undefined;
  /** The parameter's type as the compiler emitted it; undefined if it is not known. */
  readonly type: unknown;
  /** What `createParamDecorator`'s decorator was given. */
  readonly data?: unknown;
}

/**
 * Turns one argument into another, or refuses it. Runs after the value was converted and validated by its declared type.
 *
 * @example
 * @Injectable()
 * export class OrderById implements PipeTransform<number, Promise<Order>> {
 *   constructor(private readonly orders: OrderService) {}
 *   async transform(id: number) {
 *     return (await this.orders.find(id)) ?? Promise.reject(new NotFoundException());
 *   }
 * }
 */
export interface PipeTransform<T = unknown, R = unknown> {
  transform(value: T, parameter: ParameterInfo): R;
}

/**
 * Turns an error into a reply. `@Catch` says which errors it gets.
 *
 * @example
 * @Injectable()
 * @Catch(OutOfStock)
 * export class OutOfStockFilter implements ExceptionFilter<OutOfStock> {
 *   catch(error: OutOfStock) {
 *     throw new ConflictException(`${error.product} is out of stock.`); // or return what is answered with
 *   }
 * }
 */
export interface ExceptionFilter<E = unknown> {
  /** @returns what is answered with, as a handler returns it; what it throws goes to the next filter */
  catch(error: E, context: RequestContext): unknown;
}

/** A guard: a class that the container makes, an object, or a function. */
export type GuardReference =
  | EnhancerClass<CanActivate>
  | EnhancerClass<RouteGuard>
  | CanActivate
  | RouteGuard
  | ((context: RequestContext) => boolean | PromiseLike<boolean>);
/** An interceptor: a class that the container makes, an object, or a function. */
export type InterceptorReference = EnhancerClass<Interceptor> | Interceptor | Interceptor['intercept'];
/** A pipe: a class that the container makes, an object, or a function. */
export type PipeReference = EnhancerClass<AnyPipe> | AnyPipe | ((value: never, parameter: ParameterInfo) => unknown);
/** A filter: a class that the container makes, or an object. */
export type FilterReference = EnhancerClass<AnyFilter> | AnyFilter;

/** A filter for any errors. */
export interface AnyFilter {
  catch(error: never, context: RequestContext): unknown;
}

/** A pipe for any value. */
export interface AnyPipe {
  transform(value: never, parameter: ParameterInfo): unknown;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a constructor's parameters are contravariant: only `any` admits every class
export type EnhancerClass<T> = new (...parameters: any[]) => T;
