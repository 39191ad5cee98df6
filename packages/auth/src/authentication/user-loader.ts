import type { SignInClaims } from '../tokens/token-claims.js';

/**
 * Loads the user whom a token, or a session, is about: an application's own class, which the container makes.
 *
 * @example
 * @Injectable()
 * export class Users implements UserLoader<User> {
 *   constructor(private readonly accounts: AccountService) {}
 *   loadUser({ sub }: SignInClaims) { return this.accounts.find(Number(sub)); }
 * }
 */
export interface UserLoader<U extends object> {
  /** @returns the user; null or undefined for one who is there no more, who is not signed in then */
  loadUser(claims: SignInClaims): U | null | undefined | PromiseLike<U | null | undefined>;
}
