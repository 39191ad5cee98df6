import type { ServerSentEvent } from '../contracts/server-sent-event.js';
import type { PageDecorator, Returned, ReturnsDecorator } from './fits.js';
import { memberOf } from './controller-record.js';
import type { Redirection } from '../contracts/redirection.js';
import type { View, ViewModel, ViewName } from '../contracts/view.js';
import type { MethodMark } from './controller.js';

/** Says the status of the reply. Default: 201 for POST, else 200, or 204 where nothing is returned. */
export function HttpCode(status: number): MethodMark {
  return (prototype, key) => {
    memberOf(prototype, key).status = status;
  };
}

/**
 * Redirects. A handler that returns `{ url, statusCode }` decides itself.
 *
 * @param url - where to, unless the handler says so
 * @param status - default: 302
 */
export function Redirect(url = '', status = 302): MethodMark {
  return (prototype, key) => {
    memberOf(prototype, key).redirect = { url, status };
  };
}

/** What `@Returns` takes beside a class. */
export interface ReturnsOptions {
  /** The groups of class-transformer. Default: none. */
  readonly groups?: readonly string[];
}

/** What is returned item by item, with or without what makes an event of it. */
export type ReturnedItems<V> = AsyncIterable<Returned<V> | ServerSentEvent<Returned<V>>>;

/**
 * Says as what the returned value is shown: through the decorated properties of a class, whatever object it is.
 *
 * Nothing else leaves. Null and undefined are answered with 404; `redirect(…)` and `view(…)` decide otherwise.
 *
 * With `@Sse` it is the data of each event that is shown, by `View` or `[View]` alike.
 *
 * @param view - the class, or `[View]` for a list of such objects: an array, or anything that can be iterated
 */
export function Returns<V extends object>(
  view: new () => V,
  options?: ReturnsOptions,
): ReturnsDecorator<Returned<V> | ReturnedItems<V> | View | Redirection>;
export function Returns<V extends object>(
  view: readonly [new () => V],
  options?: ReturnsOptions,
): ReturnsDecorator<Iterable<Returned<V>> | ReturnedItems<V> | View | Redirection>;
export function Returns(view: unknown, options: ReturnsOptions = {}): ReturnsDecorator<never> {
  return (prototype: object, key: string | symbol) => {
    memberOf(prototype, key).returns = { view, groups: options.groups };
  };
}

/**
 * Says which view shows what is returned: an object, whose properties the template is given. A handler that returns nothing
 * gives it nothing, which the compiler refuses where `ViewModels` says that the view wants something; null is answered with
 * 404, and `view(…)` and `redirect(…)` decide otherwise.
 *
 * With `@Returns` beside it the route has two faces: who would rather have a page gets one, and programs get JSON.
 *
 * @param name - the template, such as `articles/show`
 *
 * @example
 * @Get('/:slug')
 * @Render('articles/show')
 * async show(@Param('slug') slug: string) { return { article: await this.articles.find(slug) }; }
 */
export function Render<N extends ViewName>(name: N): PageDecorator<ViewModel<N>, View | Redirection> {
  return (prototype: object, key: string | symbol) => {
    memberOf(prototype, key).page = name;
  };
}
