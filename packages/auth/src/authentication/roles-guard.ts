import type { Diagnostic } from '@tenon/core';
import {
  type CanActivate,
  type ContextKey,
  ForbiddenException,
  type RequestContext,
  type RouteCheck,
  type RouteModel,
} from '@tenon/http';
import * as faults from '../errors.js';
import type { Challenge } from './challenge.js';
import { isSignedInBefore } from './signed-in-before.js';

/** Lets in who has one of some roles. */
export class RolesGuard<U extends object> implements CanActivate, RouteCheck {
  readonly #key: ContextKey<U>;
  readonly #rolesOf: (user: U) => readonly string[];
  readonly #wanted: readonly string[];
  readonly #challenge: Challenge;

  constructor(
    key: ContextKey<U>,
    rolesOf: (user: U) => readonly string[],
    wanted: readonly string[],
    challenge: Challenge,
  ) {
    this.#key = key;
    this.#rolesOf = rolesOf;
    this.#wanted = wanted;
    this.#challenge = challenge;
  }

  checkRoute(route: RouteModel): readonly Diagnostic[] {
    if (isSignedInBefore(this, this.#key, route)) return [];
    return [faults.canWithoutUser({ what: `Roles('${this.#wanted.join("', '")}')` })];
  }

  canActivate(context: RequestContext): boolean {
    const user = context.get(this.#key);
    if (user === undefined) return this.#challenge.demand(context);
    // Not `roles.includes(…)`, which 'administrator' has as well, and finds an 'admin' in itself.
    if (this.#rolesOf(user).some((role) => this.#wanted.includes(role))) return true;
    throw new ForbiddenException('This needs a role that you do not have.', { code: 'missing-role' });
  }
}
