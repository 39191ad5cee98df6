import { createMultiToken, type MultiToken } from '@tenon/core';
import type { RequestContext } from './context.js';
import type { Problem } from './problem.js';
import type { RouteModel } from './route-model.js';

/** What writes the pages of an application, by whatever language its templates are in. Given by a package such as @tenon/views. */
export interface PageWriter {
  /**
   * Looks at the views of all routes, once, when every `onInit` has ended.
   *
   * @throws TenonError with everything that is wrong with them
   */
  prepare?(routes: readonly RouteModel[]): void;
  /** Writes a page. */
  write(view: string, model: object, context: RequestContext): string | PromiseLike<string>;
  /**
   * Writes the page that tells of an error.
   *
   * @param problem - what a program would be told
   * @param showsInternals - whether clients are told what went wrong inside, as in development
   * @returns undefined to let the problem itself be sent
   */
  writeProblem(problem: Problem, error: unknown, context: RequestContext, showsInternals: boolean): string | undefined;
}

/** What writes pages; of several, the first one does. */
export const PAGE_WRITER: MultiToken<PageWriter> = createMultiToken<PageWriter>('page writer');

/**
 * Something that the templates of an application have by its name.
 *
 * @example
 * @Injectable()
 * export class Money implements ViewHelper {
 *   readonly name = 'money';
 *   forRequest() { return (cents: number) => `${(cents / 100).toFixed(2)} €`; }
 * }
 */
export interface ViewHelper {
  /** How templates call it: a name of JavaScript's. */
  readonly name: string;
  /** Gives the value or function that they have; called once for each request in which a template asks for it. */
  forRequest(context: RequestContext): unknown;
}

/** What templates have beside what they are given. */
export const VIEW_HELPER: MultiToken<ViewHelper> = createMultiToken<ViewHelper>('view helper');
