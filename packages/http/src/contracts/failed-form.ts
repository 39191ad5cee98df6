import { createMultiToken, type MultiToken } from '@tenon/core';
import { type ContextKey, createContextKey, type RequestContext } from './context.js';
import type { InputError } from './invalid-input.js';

/** A form that was refused, for the page that shows it again. */
export interface FailedForm {
  /** `ArticleController.create`: the handler that the form was for. */
  readonly handler: string;
  /** What was wrong with it as a whole, such as a password that does not fit; undefined where the fields say it all. */
  readonly message: string | undefined;
  readonly errors: readonly InputError[];
  /** What was typed, by the fields' names, without passwords and the like. */
  readonly old: Readonly<Record<string, string | readonly string[]>>;
}

/** Where the pages of a request find the form that was refused, in this request or in the one before. */
export const FAILED_FORM: ContextKey<FailedForm> = createContextKey<FailedForm>('failed form');

/** What keeps a refused form until its client asks for the form's page again. Given by a package such as @tenon/sessions. */
export interface FormMemory {
  /**
   * @param page - the path and query of the page that the form was on, to which the client is sent back
   * @returns whether it was kept; false where the client has nothing to keep it by, or it is too large
   */
  keep(form: FailedForm, context: RequestContext, page: string): boolean;
}

/** What keeps refused forms; of several, the first one does. */
export const FORM_MEMORY: MultiToken<FormMemory> = createMultiToken<FormMemory>('form memory');
