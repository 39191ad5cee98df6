import { capturePlace, declareInjectable, type AbstractClass, type Scope } from '@tenon/core';
import { memberOf, NEUTRAL, recordOf, type VersionName } from './controller-record.js';

/** One version or several; `VERSION_NEUTRAL` is all others, and none. */
export type RouteVersion = VersionName | readonly VersionName[];

/** What `@Controller` takes. */
export interface ControllerOptions {
  /** What the paths of its routes begin with; several for the same routes under each. Default: `/`. */
  readonly path?: string | readonly string[];
  /** The versions of its routes. Default: what `createApp` says. */
  readonly version?: RouteVersion;
  /** Answers for this host alone: its name, with or without a port, or a pattern for its name. Default: for all. */
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
    recordOf(type).controller = { paths, versions: versionsOf(options.version), host: options.host, place };
    declareInjectable(type, { decorator: 'Controller', scope: options.scope, place });
  };
}

/** Says the versions of a route, whatever its controller says. */
export function Version(version: RouteVersion): MethodMark {
  return (prototype, key) => {
    memberOf(prototype, key).versions = versionsOf(version) as readonly VersionName[];
  };
}

/** The version of routes that answer whatever version is asked for, and without one. */
export const VERSION_NEUTRAL: typeof NEUTRAL = NEUTRAL;

/** Stands on a method. */
export type MethodMark = (prototype: object, key: string | symbol, descriptor: PropertyDescriptor) => void;

function versionsOf(version: RouteVersion | undefined): readonly VersionName[] | undefined {
  return typeof version === 'string' || typeof version === 'symbol' ? [version] : version;
}

function isOptions(value: unknown): value is ControllerOptions {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
