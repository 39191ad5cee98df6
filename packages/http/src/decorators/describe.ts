import { Describe as describeProperty, type PropertyNotes } from '@tenon/dto';
import type { AbstractClass } from '@tenon/core';
import type { RouteNotes, SecurityScheme } from '../contracts/route-model.js';
import { memberOf, recordOf } from './controller-record.js';

/** Stands on a controller, on a route, on a guard, or on a property of a DTO. */
export type Description = (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => void;

/**
 * Says what readers of an API's description want to know, and what no other decorator says. It is never needed, and
 * changes nothing of what a route does.
 *
 * @param said - of a route or of all routes of a controller: `summary`, `description`, `errors` …; of a property of a DTO:
 *   `description`, `examples`, `default` …; of a guard: `errors`, which its routes answer with
 *
 * @example
 * @Post()
 * @Describe({ summary: 'Places an order', errors: [409] })
 * create(@Body() input: CreateOrder) {}
 */
export function Describe(said: RouteNotes & PropertyNotes): Description {
  return (target, key, descriptor) => {
    if (key === undefined) {
      const record = recordOf(target);
      record.notes = { ...record.notes, ...said };
    } else if (typeof descriptor?.value === 'function') {
      const member = memberOf(target, key);
      member.notes = { ...member.notes, ...said };
    } else describeProperty(said)(target, key);
  };
}

/**
 * Says how a guard wants clients to say who they are. The routes behind it are described so, with 401 and 403.
 *
 * @param name - what the scheme is called in the description; equal names are one scheme
 * @param options - `optional`: who says nothing may come in as well. Default: false
 *
 * @example
 * @Injectable()
 * @Security('token', { type: 'http', scheme: 'bearer' })
 * export class SignedIn implements CanActivate {}
 */
export function Security(
  name: string,
  scheme: SecurityScheme,
  options: { readonly optional?: boolean } = {},
): (type: AbstractClass) => void {
  return (type) => {
    recordOf(type).security = { name, scheme, isOptional: options.optional === true };
  };
}
