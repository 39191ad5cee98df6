import type { TokenClaims } from '../tokens/token-claims.js';

/**
 * Loads the user whom a token is about: an application's own class, which the container makes.
 *
 * @example
 * @Injectable()
 * export class Users implements UserLoader<User> {
 *   constructor(private readonly accounts: AccountService) {}
 *   loadUser({ sub }: TokenClaims) { return this.accounts.find(Number(sub)); }
 * }
 */
export interface UserLoader<U extends object> {
  /** @returns the user; null or undefined for one who is there no more, who gets 401 */
  loadUser(claims: TokenClaims): U | null | undefined | PromiseLike<U | null | undefined>;
}
