import { type FailedForm, type FormMemory, Injectable, type RequestContext } from '@tenon/http';
import { Sessions } from './sessions.js';

/** Keeps a refused form in the session until the page is asked for again that it was on. */
@Injectable()
export class SessionFormMemory implements FormMemory {
  readonly #sessions: Sessions;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  keep(form: FailedForm, { request }: RequestContext, page: string): boolean {
    return this.#sessions.use(request).keepForm(form, page);
  }
}
