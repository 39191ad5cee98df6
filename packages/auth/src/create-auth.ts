import type { AbstractClass } from '@tenon/core';
import {
  type ArgumentDecorator,
  type CanActivate,
  type Class,
  type ContextKey,
  createContextKey,
  FromContext,
  type RouteMark,
  UseGuards,
} from '@tenon/http';
import { Challenge } from './authentication/challenge.js';
import { createGuards } from './authentication/guards.js';
import { RolesGuard } from './authentication/roles-guard.js';
import type { UserLoader } from './authentication/user-loader.js';
import { createPermittedBy, type PermittedBy } from './policies/permitted-by.js';

/** What `createAuth` takes beside the class that loads users. */
export interface AuthWords<U, R extends string> {
  /** The word before the token in the `Authorization` header; in any case. Default: `Bearer`. */
  readonly scheme?: string;
  /** What the challenge of a 401 calls that which is guarded. Default: `api`. */
  readonly realm?: string;
  /** What the scheme is called in the description of the API. Default: `token`. */
  readonly name?: string;
  /**
   * The page where people sign in, such as `/login`. A browser that has not signed in is sent there, with the page that it asked for as
   * the parameter `next`; programs get 401. Default: none, and all get 401.
   */
  readonly signInPage?: string;
  /**
   * Whether who has signed in by a session, of `@tenon/sessions` or another `SIGN_IN_SOURCE`, is let in without a token. Default: true,
   * but false where `audience` says that these users are others than those of the sessions.
   */
  readonly sessions?: boolean;
  /** Whom the tokens are for; for a second kind of users beside others. Default: `AUTH_AUDIENCE`, else the issuer. */
  readonly audience?: string;
  /** Gives what a user is, for `@Roles`. Default: nobody has any role. */
  readonly roles?: (user: U) => readonly R[];
}

/** Gives the user who asks. */
export interface CurrentUserDecorator<U> {
  (options?: { readonly optional?: false }): ArgumentDecorator<U>;
  /** On a route with `MaybeSignedIn`: undefined for who has not signed in. */
  (options: { readonly optional: true }): ArgumentDecorator<U | undefined>;
}

/** An application's own words for who asks. */
export interface Auth<U extends object, R extends string> {
  /** Under which the user stands in a request's context; for guards and interceptors of your own. */
  readonly CURRENT_USER: ContextKey<U>;
  /** The user who asks, as a handler's argument. */
  readonly CurrentUser: CurrentUserDecorator<U>;
  /** A guard: only who brings a good token, or has signed in by a session, may come in. */
  readonly SignedIn: Class<CanActivate>;
  /** A guard: who has not signed in may come in, as nobody; who brings a token that is not good may not. */
  readonly MaybeSignedIn: Class<CanActivate>;
  /** Stands on a controller or a method behind `SignedIn`: only a user who has one of these roles may go on, others get 403. */
  readonly Roles: (...roles: readonly [R, ...R[]]) => RouteMark;
  /** Makes `@Can` of policies. */
  readonly permittedBy: PermittedBy<U>;
}

const HOW_TO_KNOW =
  'add @UseGuards(SignedIn), which provides it; where nobody need be signed in, @UseGuards(MaybeSignedIn) and @CurrentUser({ optional: true })';

/**
 * Makes an application's own guards and decorators of its users, typed with their class.
 *
 * @param users - the class that loads the user whom a token, or a session, is about; the container makes it
 *
 * @example
 * // src/auth.ts
 * export const { SignedIn, MaybeSignedIn, CurrentUser, Roles, permittedBy } = createAuth(Users, {
 *   roles: (user) => user.roles,
 * });
 *
 * // somewhere else
 * @Get('/me')
 * @UseGuards(SignedIn)
 * me(@CurrentUser() user: User) { return user; }
 */
export function createAuth<U extends object, R extends string = never>(
  users: AbstractClass<UserLoader<U>>,
  words: AuthWords<U, R> = {},
): Auth<U, R> {
  const { scheme = 'Bearer', realm = 'api', name = 'token', audience, signInPage, roles = () => [] } = words;
  const { sessions = audience === undefined } = words;
  const CURRENT_USER = createContextKey<U>('current user', { mend: HOW_TO_KNOW });
  const challenge = new Challenge(scheme, realm, signInPage);
  const { SignedIn, MaybeSignedIn } = createGuards({ users, key: CURRENT_USER, challenge, audience, name, sessions });
  const CurrentUser = (options: { readonly optional?: boolean } = {}) =>
    options.optional === true ? FromContext(CURRENT_USER, { optional: true }) : FromContext(CURRENT_USER);
  return {
    CURRENT_USER,
    CurrentUser,
    SignedIn,
    MaybeSignedIn,
    Roles: (...wanted) => UseGuards(new RolesGuard(CURRENT_USER, roles, wanted, challenge)),
    permittedBy: createPermittedBy<U>({ user: CURRENT_USER, challenge }),
  };
}
