import type { PipeReference } from '../contracts/enhancers.js';
import type { StandardSchema } from '../contracts/standard-schema.js';
import type { AnyArgumentDecorator, ArgumentDecorator } from './fits.js';
import { type InputClass, type ObjectOptions, valueDecorator } from './parameters.js';

/** What `@Form` takes beside a class. */
export interface FormOptions<H extends string> extends ObjectOptions {
  /**
   * The handler of the same controller that shows the form. When the form is refused, it is called for the same request, and
   * its page is sent with the status of the refusal: it has what was typed, and what is wrong with it. Default: the client is
   * sent back to the page that it comes from, where a session keeps the form until then; else it is told by a page of errors.
   */
  readonly shownBy?: H;
}

/** Stands on a parameter of a controller that has a handler called `H`. */
export type FormOf<H extends string> = (
  prototype: { readonly [K in H]: (...parameters: never[]) => unknown },
  key: string | symbol | undefined,
  index: number,
) => void;

/** Decorates the fields of a form. */
export interface FormDecorator {
  // First, since many schemas have a method `transform`, as pipes have.
  /** All of them through a schema. */
  <T>(schema: StandardSchema<T>, ...pipes: readonly PipeReference[]): ArgumentDecorator<T>;
  /** All of them, as the parameter's class declares them. */
  <H extends string>(options: FormOptions<H>, ...pipes: readonly PipeReference[]): FormOf<H>;
  (...pipes: readonly PipeReference[]): AnyArgumentDecorator;
  /** All of them, as a class declares them. */
  <T extends object>(
    type: InputClass<T>,
    ...more: readonly (PipeReference | FormOptions<string>)[]
  ): ArgumentDecorator<T>;
}

/**
 * Gives the fields of a form that a browser sends, `application/x-www-form-urlencoded` or `multipart/form-data`: converted to
 * what the class declares, and validated.
 *
 * A form that is refused comes back with what was typed, as `shownBy` says.
 *
 * @example
 * @Get('/new')
 * @Render('articles/new')
 * new() {}
 *
 * @Post()
 * async create(@Form({ shownBy: 'new' }) input: CreateArticle) {
 *   const { slug } = await this.articles.create(input);
 *   return redirect(this.urls.for('articles.show', { slug }));
 * }
 */
export const Form: FormDecorator = valueDecorator('Form', 'form');
