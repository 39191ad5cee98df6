import { capturePlace, declareInjectable, type AbstractClass, type Scope } from '@tenon/core';
import { memberOf, NEUTRAL, recordOf } from './controller-record.js';

/** What `@Controller` takes. */
export interface ControllerOptions {
  /** What the paths of its routes begin with; several for the same routes under each. Default: `/`. */
  readonly path?: string | readonly string[];
  /** The versions of its routes. Default: what `createApp` says. */
  readonly version?: string | readonly string[] | typeof NEUTRAL;
  /** Answers for this host alone. Default: for all. */
  readonly host?: string | RegExp;
  /** How long an instance lives. Default: `singleton`. */
  readonly scope?: Scope;
}

/**
 * Marks a class whose methods answer requests. A module lists it in `controllers`.
 *
 * @param path - what the paths of its routes begin with, or all that there is to say
 *
 * @example
 * @Controller('/orders')
 * export class OrderController {
 *   constructor(private readonly orders: OrderService) {}
 *   @Get('/:id') show(@Param('id') id: number) { return this.orders.find(id); }
 * }
 */
export function Controller(path?: string | readonly string[] | ControllerOptions): (type: AbstractClass) => void {
  const place = capturePlace(Controller);
  const options: ControllerOptions = isOptions(path) ? path : path === undefined ? {} : { path };
  const paths = typeof options.path === 'string' ? [options.path] : (options.path ?? ['']);
  return (type) => {
    recordOf(type).controller = { paths, version: versionsOf(options.version), host: options.host, place };
    declareInjectable(type, { decorator: 'Controller', scope: options.scope, place });
  };
}

/**
 * Says the versions of a route, whatever its controller says.
 *
 * `VERSION_NEUTRAL` answers whatever version is asked for.
 */
export function Version(version: string | readonly string[] | typeof NEUTRAL): MethodMark {
  return (prototype, key) => {
    memberOf(prototype, key).version = versionsOf(version) as readonly string[];
  };
}

/** The version of routes that answer whatever version is asked for, and without one. */
export const VERSION_NEUTRAL: typeof NEUTRAL = NEUTRAL;

/** Stands on a method. */
export type MethodMark = (prototype: object, key: string | symbol, descriptor: PropertyDescriptor) => void;

function versionsOf(
  version: string | readonly string[] | typeof NEUTRAL | undefined,
): readonly string[] | typeof NEUTRAL | undefined {
  return typeof version === 'string' ? [version] : version;
}

function isOptions(value: unknown): value is ControllerOptions {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
