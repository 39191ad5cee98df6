import type { AbstractClass } from '@tenon/core';
import {
  type CanActivate,
  type Class,
  type ContextKey,
  Inject,
  InjectAll,
  Injectable,
  Provides,
  type RequestContext,
  Security,
  SIGN_IN_SOURCE,
  type SignedInAs,
  type SignInSource,
} from '@tenon/http';
import { Private, PrivateReplies } from '../setup/private-replies.js';
import type { SignInClaims } from '../tokens/token-claims.js';
import { type TokenKind, Tokens } from '../tokens/tokens.js';
import type { Verifier } from '../tokens/verifier.js';
import type { Challenge } from './challenge.js';
import { SIGNED_IN_USER } from './user-helper.js';
import type { UserLoader } from './user-loader.js';

/** What the guards of one kind of users are made for. */
interface Facts<U extends object> {
  readonly users: AbstractClass<UserLoader<U>>;
  readonly key: ContextKey<U>;
  readonly challenge: Challenge;
  readonly audience: string | undefined;
  /** Of the scheme, in the description of the API. */
  readonly name: string;
  /** Whether sessions are of these users. */
  readonly sessions: boolean;
}

/** The guards of one kind of users. */
interface Guards {
  readonly SignedIn: Class<CanActivate>;
  readonly MaybeSignedIn: Class<CanActivate>;
}

/** Makes the guards of one kind of users. They are classes, so that the container gives them what they need. */
export function createGuards<U extends object>({ users, key, challenge, audience, name, sessions }: Facts<U>): Guards {
  const scheme = schemeOf(challenge.scheme);
  const kind: TokenKind = audience === undefined ? {} : { audience };

  @Injectable()
  class Door {
    readonly #loader: UserLoader<U>;
    readonly #verifier: Verifier;
    /** What is asked in turn where there is no token. */
    readonly #sources: readonly SignInSource[];

    constructor(
      @Inject(users as AbstractClass) loader: unknown,
      tokens: Tokens,
      @InjectAll(SIGN_IN_SOURCE) sources: readonly SignInSource[],
      _replies: PrivateReplies,
    ) {
      this.#loader = loader as UserLoader<U>;
      this.#verifier = tokens.verifierOf(users, kind);
      this.#sources = sessions ? sources : [];
    }

    /**
     * Lets in who brings a good token, and notes who it is.
     *
     * A token that is known, and a user that need not be waited for, cost no promise.
     */
    letIn(header: string, context: RequestContext): true | PromiseLike<true> {
      const accept = (user: U | null | undefined): true => {
        // Whatever else than a user JavaScript may give, such as false, is nobody.
        if (typeof user !== 'object' || user === null) throw challenge.invalid();
        setUser(context, user);
        return true;
      };
      const load = (claims: SignInClaims | undefined): true | PromiseLike<true> => {
        if (claims === undefined) throw challenge.invalid();
        const user = this.#loader.loadUser(claims);
        return isPromise(user) ? user.then(accept) : accept(user);
      };
      const token = challenge.tokenIn(header, context.request.raw.rawHeaders);
      if (token === undefined) throw challenge.invalid();
      const known = this.#verifier.recall(token);
      return known ? load(known) : this.#verifier.verify(token).then(load);
    }

    /**
     * Looks for who has signed in without a token, and notes who it is.
     *
     * @returns whether somebody has; a promise only where something has to be waited for
     */
    findSignedIn(context: RequestContext, first = 0): boolean | PromiseLike<boolean> {
      const accept = (user: U | null | undefined): boolean => {
        if (typeof user !== 'object' || user === null) return false;
        setUser(context, user);
        return true;
      };
      const load = (claims: SignedInAs): boolean | PromiseLike<boolean> => {
        const user = this.#loader.loadUser({ ...claims });
        return isPromise(user) ? user.then(accept) : accept(user);
      };
      for (let at = first; at < this.#sources.length; at++) {
        const known = (this.#sources[at] as SignInSource).signedInAs(context);
        if (isPromise(known)) return known.then((later) => (later ? load(later) : this.findSignedIn(context, at + 1)));
        if (known) return load(known);
      }
      return false;
    }
  }

  function setUser(context: RequestContext, user: U): void {
    context.set(key, user);
    context.set(SIGNED_IN_USER, user);
  }

  @Injectable()
  @Provides(key)
  @Private({ challenge: challenge.text })
  @Security(name, scheme)
  class SignedIn extends Door implements CanActivate {
    canActivate(context: RequestContext): boolean | PromiseLike<boolean> {
      const { authorization } = context.request.headers;
      if (authorization !== undefined) return this.letIn(authorization, context);
      const found = this.findSignedIn(context);
      if (isPromise(found)) return found.then((isFound) => isFound || challenge.demand(context));
      return found || challenge.demand(context);
    }
  }

  @Injectable()
  @Private({ challenge: challenge.text })
  @Security(name, scheme, { optional: true })
  class MaybeSignedIn extends Door implements CanActivate {
    canActivate(context: RequestContext): true | PromiseLike<true> {
      const { authorization } = context.request.headers;
      if (authorization !== undefined) return this.letIn(authorization, context);
      const found = this.findSignedIn(context);
      return isPromise(found) ? found.then(() => true) : true;
    }
  }

  return { SignedIn, MaybeSignedIn };
}

/** Gives what the API's description says. Of schemes that nobody has registered, it knows the header alone. */
function schemeOf(scheme: string) {
  if (scheme.toLowerCase() === 'bearer') return { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } as const;
  const description = `\`${scheme}\`, a space, and the token.`;
  return { type: 'apiKey', in: 'header', name: 'Authorization', description } as const;
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
