import { TenonError } from '@tenon/core';
import {
  type CanActivate,
  type ContextKey,
  ForbiddenException,
  type RequestContext,
  type RouteGuard,
  type RouteModel,
} from '@tenon/http';
import * as faults from '../errors.js';
import type { Challenge } from './challenge.js';
import { isSignedInBefore } from './signed-in-before.js';

/** Lets in who has one of some roles. */
export class RolesGuard<U extends object> implements RouteGuard {
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

  forRoute(route: RouteModel): CanActivate['canActivate'] {
    if (!isSignedInBefore(this, this.#key, route))
      throw new TenonError([faults.canWithoutUser({ what: `Roles('${this.#wanted.join("', '")}')` })]);
    return (context) => this.#decide(context);
  }

  #decide(context: RequestContext): true {
    const user = context.get(this.#key);
    if (user === undefined) throw this.#challenge.missing();
    const roles = this.#rolesOf(user);
    if (this.#wanted.some((role) => roles.includes(role))) return true;
    throw new ForbiddenException('This needs a role that you do not have.', { code: 'missing-role' });
  }
}
