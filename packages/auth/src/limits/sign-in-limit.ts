import type { Diagnostic } from '@tenon/core';
import {
  type CanActivate,
  type Class,
  Describe,
  Injectable,
  type Interceptor,
  type Next,
  ReadsBody,
  type RequestContext,
  type RouteMark,
  type RouteModel,
  UseGuards,
  UseInterceptors,
} from '@tenon/http';
import { Private, PrivateReplies } from '../setup/private-replies.js';
import { checkAccount } from './check-account.js';
import { type Limit, SignInAttempts } from './sign-in-attempts.js';

/** What `@SignInLimit` takes beside the account's name. */
export interface SignInLimits {
  /** From one address, whatever the account. Default: 30 in a minute. */
  readonly address?: Limit;
  /** For one account from one address. Default: 5 in 15 minutes. */
  readonly account?: Limit;
  /** For one account from all addresses together from which nobody has signed in to it of late. Default: 100 in an hour. */
  readonly elsewhere?: Limit;
}

/**
 * Limits how often it may be tried to sign in, by the client's address and by the account's name. Too many attempts are
 * answered with 429 and `Retry-After`; those that succeed do not count: whose handler throws nothing, and whose status is below
 * 400.
 *
 * Who tries from somewhere else cannot lock an account's owner out: an address from which somebody has signed in to it within
 * 30 days has attempts of its own. Behind proxies, `trustProxy` has to be set, or all clients have one address.
 *
 * @param account - where the account's name stands in the body: `email`, or `user.email` in an object
 *
 * @example
 * @Post('/sign-in')
 * @SignInLimit('email')
 * signIn(@Body() input: Credentials) {}
 */
export function SignInLimit(account: string, limits: SignInLimits = {}): RouteMark {
  const guards = UseGuards(addressGuard(limits), accountGuard(account.split('.'), limits));
  const interceptors = UseInterceptors(RefusalWatch);
  return (target, key, descriptor) => {
    guards(target, key, descriptor);
    interceptors(target, key, descriptor);
  };
}

/** Sees what the handler throws, before a filter makes a page of it, or a redirect. */
@Injectable()
class RefusalWatch implements Interceptor {
  readonly #attempts: SignInAttempts;

  constructor(attempts: SignInAttempts) {
    this.#attempts = attempts;
  }

  async intercept(context: RequestContext, next: Next): Promise<unknown> {
    try {
      return await next();
    } catch (error) {
      this.#attempts.noteRefusal(context, error);
      throw error;
    }
  }
}

/** Makes the guard that counts by address, before the body is read. */
function addressGuard({ address = { attempts: 30, seconds: 60 } }: SignInLimits): Class<CanActivate> {
  @Injectable()
  @Describe({ errors: [429] })
  @Private({})
  class AddressLimit implements CanActivate {
    readonly #attempts: SignInAttempts;

    constructor(attempts: SignInAttempts, _replies: PrivateReplies) {
      this.#attempts = attempts;
    }

    canActivate(context: RequestContext): Promise<true> {
      return this.#attempts.countAddress(context, address);
    }
  }
  return AddressLimit;
}

/** Makes the guard that counts by account, whose name stands in the body. */
function accountGuard(
  path: readonly string[],
  { account = { attempts: 5, seconds: 900 }, elsewhere = { attempts: 100, seconds: 3600 } }: SignInLimits,
): Class<CanActivate> {
  @Injectable()
  @ReadsBody()
  class AccountLimit implements CanActivate {
    readonly #attempts: SignInAttempts;

    constructor(attempts: SignInAttempts) {
      this.#attempts = attempts;
    }

    static checkRoute(route: RouteModel): readonly Diagnostic[] {
      return checkAccount(route, path);
    }

    canActivate(context: RequestContext): true | Promise<true> {
      const name = valueAt(context.request.body, path);
      // Without a name nobody is signed in, and what the body lacks is told by its validation.
      if (name === undefined || name === null) return true;
      // What becomes of a list, nobody knows before the handler: whoever sends such names has the attempts of one account.
      const text = typeof name === 'string' || typeof name === 'number' ? String(name) : '';
      return this.#attempts.countAccount(context, text, account, elsewhere);
    }
  }
  return AccountLimit;
}

/** Gives what stands somewhere in a body that nobody has validated yet. */
function valueAt(body: unknown, path: readonly string[]): unknown {
  let at = body;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at;
}
