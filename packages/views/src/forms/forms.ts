import { nearestNames } from '@tenon/core';
import type { RouteModel, UrlParameters, Urls } from '@tenon/http';
import { type FormPage, type FormValues, PageForm } from './page-form.js';
import { type FormPlan, planForm, takesForm } from './form-plan.js';

/** What `formFor` takes beside a route and its parameters. */
export interface FormForOptions {
  /** What the fields have at first, by their names. Default: what a new object of the form's class has. */
  readonly values?: FormValues;
  /** Begins the ids of all that the form has. Default: made of the route's name and `name`, so that no two on the page are equal. */
  readonly id?: string;
  /**
   * Tells the form from others of the same route on the page, once one of them was refused. It is sent along as `_form`. Default: it
   * has none, and is sent without.
   */
  readonly name?: string | number;
}

/** The forms of an application, by the names of the routes that take them. */
export class Forms {
  readonly #urls: Urls | undefined;
  readonly #plans = new Map<string, FormPlan>();
  #routes = new Map<string, RouteModel>();

  /** @param urls - undefined where there is no server, and so no route that takes a form */
  constructor(urls: Urls | undefined) {
    this.#urls = urls;
  }

  /** Takes the routes, when they are known. */
  fill(routes: readonly RouteModel[]): void {
    for (const route of routes) {
      const { name } = route;
      if (name !== undefined && !this.#routes.has(name) && takesForm(route)) this.#routes.set(name, route);
    }
  }

  /** Begins a form on a page. */
  begin(page: FormPage, name: string, parameters?: UrlParameters, options: FormForOptions = {}): PageForm {
    const own = options.name === undefined ? undefined : String(options.name);
    if (this.#urls === undefined)
      throw new TypeError('formFor needs a server, as createApp makes one, and this runs without');
    const plan = this.#plans.get(name) ?? this.#plan(name);
    const url = this.#urls.for(name, parameters);
    const wanted = own === undefined ? plan.name : `${plan.name}-${own}`;
    const id = options.id ?? page.freeId(wanted.replaceAll(/[^\w-]+/g, '-'));
    return new PageForm(plan, page, { url, id, name: own, values: options.values });
  }

  #plan(name: string): FormPlan {
    const route = this.#routes.get(name);
    if (route === undefined) {
      const [near] = nearestNames(name, this.#routes.keys());
      throw new TypeError(
        `formFor(${JSON.stringify(name)}): no route of this name takes forms${near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`}`,
      );
    }
    const plan = planForm(name, route);
    this.#plans.set(name, plan);
    return plan;
  }
}
