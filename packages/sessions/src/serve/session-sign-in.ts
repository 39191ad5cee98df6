import { Injectable, type RequestContext, type SignedInAs, type SignInSource } from '@tenon/http';
import { isExempt, SAFE_METHODS } from '../csrf/csrf-check.js';
import { Sessions } from './sessions.js';

/** Tells guards who has signed in by a session. */
@Injectable()
export class SessionSignIn implements SignInSource {
  readonly #sessions: Sessions;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  signedInAs({ request }: RequestContext): SignedInAs | undefined {
    // Any page may have sent what was not checked.
    if (isExempt(request) && !SAFE_METHODS.has(request.method)) return undefined;
    const { signedIn } = this.#sessions.use(request);
    return signedIn && { sub: signedIn.sub, iat: Math.floor(signedIn.signedInAt / 1000) };
  }
}
