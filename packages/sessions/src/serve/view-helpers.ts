import { Html, Injectable, type RequestContext, type ViewHelper } from '@tenon/http';
import { CSRF_FIELD } from '../csrf/csrf-check.js';
import type { Flash } from '../session/session.js';
import { Sessions } from './sessions.js';

/** `csrfToken()`: a token for scripts, which send it as the header `x-csrf-token`. */
@Injectable()
export class CsrfTokenHelper implements ViewHelper {
  readonly name = 'csrfToken';
  readonly #sessions: Sessions;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  forRequest({ request }: RequestContext): () => string {
    return () => this.#sessions.use(request).csrfToken();
  }
}

/** `csrfField()`: the hidden field that every form needs which changes something. */
@Injectable()
export class CsrfFieldHelper implements ViewHelper {
  readonly name = 'csrfField';
  readonly #sessions: Sessions;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  forRequest({ request }: RequestContext): () => Html {
    // A token has nothing in it that would have to be escaped.
    return () =>
      new Html(`<input type="hidden" name="${CSRF_FIELD}" value="${this.#sessions.use(request).csrfToken()}">`);
  }
}

/** `flash`: a list of what is to be told, each with its `kind` and its `text`. */
@Injectable()
export class FlashHelper implements ViewHelper {
  readonly name = 'flash';
  readonly #sessions: Sessions;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  forRequest({ request }: RequestContext): readonly Flash[] {
    return this.#sessions.use(request).takeFlashes();
  }
}
