import type { Problem, RequestContext } from '@tenon/http';
import { builtInPage } from './built-in-page.js';
import { problemPage } from './problem-page.js';

/** What pages are written by. */
interface Writer {
  has(name: string): boolean;
  write(name: string, model: object, context: RequestContext): string;
}

/**
 * Writes the page of an error: `errors/404` of the application, else its `errors/error`, else ours.
 *
 * A page of the application that fails itself is noted in the log, and ours is written.
 */
export function writeProblemPage(
  views: Writer,
  problem: Problem,
  error: unknown,
  context: RequestContext,
  showsInternals: boolean,
): string {
  const page = problemPage(problem, error, context, showsInternals);
  const name = [`errors/${page.status}`, 'errors/error'].find((each) => views.has(each));
  if (name !== undefined) {
    try {
      return views.write(name, page, context);
    } catch (failure) {
      context.request.log.error({ err: failure }, `The page ${name} has failed, and a plain one was sent.`);
    }
  }
  return builtInPage(page);
}
