import { Injectable, type PageWriter, type Problem, type RequestContext, type RouteModel } from '@tenon/http';
import { writeProblemPage } from './problems/problem-pages.js';
import { RawViews } from './raw-views.js';
import { Views } from './views.js';

/** Writes the pages of handlers, and of errors. */
@Injectable()
export class EtaPageWriter implements PageWriter {
  readonly #views: Views;

  /** @param raw - is made with this, so that raw routes have the same templates */
  // oxlint-disable-next-line no-unused-vars -- that it is made is all
  constructor(views: Views, raw: RawViews) {
    this.#views = views;
  }

  prepare(routes: readonly RouteModel[]): void {
    this.#views.prepare(routes);
  }

  write(view: string, model: object, context: RequestContext): string {
    return this.#views.write(view, model, context);
  }

  writeProblem(problem: Problem, error: unknown, context: RequestContext, showsInternals = false): string {
    return writeProblemPage(this.#views, problem, error, context, showsInternals);
  }
}
