import type { AbstractClass } from '@tenon/core';
import {
  type CanActivate,
  type Class,
  type ContextKey,
  Inject,
  Injectable,
  Provides,
  type RequestContext,
  Security,
} from '@tenon/http';
import { Private, PrivateReplies } from '../setup/private-replies.js';
import type { TokenClaims } from '../tokens/token-claims.js';
import { type TokenKind, Tokens } from '../tokens/tokens.js';
import type { Verifier } from '../tokens/verifier.js';
import type { Challenge } from './challenge.js';
import type { UserLoader } from './user-loader.js';

/** What the guards of one kind of users are made for. */
interface Facts<U extends object> {
  readonly users: AbstractClass<UserLoader<U>>;
  readonly key: ContextKey<U>;
  readonly challenge: Challenge;
  readonly audience: string | undefined;
  /** Of the scheme, in the description of the API. */
  readonly name: string;
}

/** The guards of one kind of users. */
interface Guards {
  readonly SignedIn: Class<CanActivate>;
  readonly MaybeSignedIn: Class<CanActivate>;
}

/** Makes the guards of one kind of users. They are classes, so that the container gives them what they need. */
export function createGuards<U extends object>({ users, key, challenge, audience, name }: Facts<U>): Guards {
  const scheme = schemeOf(challenge.scheme);
  const kind: TokenKind = audience === undefined ? {} : { audience };

  @Injectable()
  class Door {
    readonly #loader: UserLoader<U>;
    readonly #verifier: Verifier;

    constructor(@Inject(users as AbstractClass) loader: unknown, tokens: Tokens, _replies: PrivateReplies) {
      this.#loader = loader as UserLoader<U>;
      this.#verifier = tokens.verifierOf(users, kind);
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
        context.set(key, user);
        return true;
      };
      const load = (claims: TokenClaims | undefined): true | PromiseLike<true> => {
        if (claims === undefined) throw challenge.invalid();
        const user = this.#loader.loadUser(claims);
        return isPromise(user) ? user.then(accept) : accept(user);
      };
      const token = challenge.tokenIn(header, context.request.raw.rawHeaders);
      if (token === undefined) throw challenge.invalid();
      const known = this.#verifier.recall(token);
      return known ? load(known) : this.#verifier.verify(token).then(load);
    }
  }

  @Injectable()
  @Provides(key)
  @Private({ challenge: challenge.text })
  @Security(name, scheme)
  class SignedIn extends Door implements CanActivate {
    canActivate(context: RequestContext): true | PromiseLike<true> {
      const { authorization } = context.request.headers;
      if (authorization === undefined) throw challenge.missing();
      return this.letIn(authorization, context);
    }
  }

  @Injectable()
  @Private({ challenge: challenge.text })
  @Security(name, scheme, { optional: true })
  class MaybeSignedIn extends Door implements CanActivate {
    canActivate(context: RequestContext): true | PromiseLike<true> {
      const { authorization } = context.request.headers;
      return authorization === undefined || this.letIn(authorization, context);
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
