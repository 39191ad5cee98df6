import type { Diagnostic } from '@tenon/core';
import type { ReplyModel, RouteModel } from '../contracts/route-model.js';
import * as faults from '../errors.js';
import { handlerOf, siteOf } from './check-routes.js';

/**
 * Refuses views that nothing writes, and what cannot stand beside `@Render`.
 *
 * @param isWritten - whether a module writes pages
 */
export function checkPages(
  routes: readonly RouteModel[],
  isWritten: () => boolean,
  report: (fault: Diagnostic) => void,
): void {
  const told = new Set<string>();
  for (const route of routes) {
    const { page } = route.reply;
    const handler = handlerOf(route);
    if (page === undefined || told.has(handler)) continue;
    // One is told of: the mend is the same for all.
    if (told.size === 0 && !isWritten()) report(faults.noPageWriter(siteOf(route), { handler, view: page }));
    told.add(handler);
    for (const each of problemsOf(route.reply))
      report(faults.invalidPage(siteOf(route), { handler, view: page, ...each }));
  }
}

interface PageProblem {
  readonly problem: string;
  readonly fix: string;
}

function problemsOf({ status = 200, redirect, events, view, headers }: ReplyModel): readonly PageProblem[] {
  const found: PageProblem[] = [];
  if (redirect !== undefined) {
    const fix = 'remove one of them; a handler that decides it returns redirect(…)';
    found.push({ problem: 'sends the client elsewhere by @Redirect', fix });
  }
  if (events !== undefined) {
    const fix = 'remove @Render, and let a script of the page ask another route for the events';
    found.push({ problem: 'answers with a stream of events by @Sse', fix });
  }
  if (status === 204 || status === 205 || (status >= 300 && status < 400))
    found.push({ problem: `has the status ${status}, with which no page is sent`, fix: 'remove @HttpCode' });
  if (view?.isList === true && events === undefined) {
    const fix = 'return an object that has the list, and give @Returns a class for it';
    found.push({ problem: `gives programs a list of ${view.target.name}; a template is given an object`, fix });
  }
  const type = headers.find(([name]) => name === 'content-type')?.[1];
  if (view !== undefined && type !== undefined) {
    const fix = 'remove the header: each of the two faces has its own type';
    found.push({ problem: `has JSON for programs, and @Header says that either is ${type}`, fix });
  }
  return found;
}
