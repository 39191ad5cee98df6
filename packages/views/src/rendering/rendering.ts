import { Html, type RequestContext } from '@tenon/http';
import { TemplateError } from '../templates/template-error.js';
import type { Template } from '../templates/compile-template.js';
import { componentName, type Templates } from '../templates/templates.js';
import { escapeValue } from '../forms/markup.js';
import type { FormPage } from '../forms/page-form.js';

/** How deep templates may include each other: deeper, one of them includes itself. */
const DEEPEST = 200;

/**
 * One page while it is written: what templates share, and what they have by name. `compileRendering` adds the helpers.
 *
 * Templates ask for what they mention, when they begin, and for nothing else.
 */
export class Rendering implements FormPage {
  /** What a page is written for; undefined outside of a request. */
  readonly context: RequestContext | undefined;
  /** What helpers have given, by their index. */
  values: unknown[] | undefined;
  readonly #templates: Templates;
  /** What a page has given its layout, by name. */
  #blocks: Map<string, Html> | undefined;
  #depth = 0;
  /** How many things on the page have wanted an id. */
  #ids: Map<string, number> | undefined;

  constructor(templates: Templates, context: RequestContext | undefined) {
    this.#templates = templates;
    this.context = context;
  }

  /** Writes a page. */
  page(name: string, model: object): string {
    return this.#run(this.#templates.get(name), model);
  }

  /** Writes a template within another one. */
  include(name: unknown, data: object, from: string): Html {
    return new Html(this.#run(this.#templates.get(name, from), data));
  }

  /** Writes a component: it has what it is given, and what stands between its braces as `it.body`. */
  component(name: unknown, data: object | undefined, body: Html | undefined, from: string): Html {
    const wanted = typeof name === 'string' ? componentName(name) : name;
    return new Html(this.#run(this.#templates.get(wanted, from), { ...data, body }));
  }

  /** Writes a layout around a page: it has what the page has, what the page gives it, and the page as `it.body`. */
  layout(name: unknown, data: object, body: string, from: string): string {
    return this.#run(this.#templates.get(name, from), this.onTop(data, { body: new Html(body) }));
  }

  /** Gives what a template has with something on top. What is an object of a class has its getters and methods in all of them. */
  onTop(data: object, more: object | undefined): object {
    return { __proto__: Object.getPrototypeOf(data) as object | null, ...data, ...more };
  }

  /** Gives what a page has set for a place of its layout. */
  block(name: string): Html | undefined {
    return this.#blocks?.get(name);
  }

  /** Sets what is to stand in a place of the layout, unless what is within has set it already. */
  define(name: string, write: (() => Html) | undefined): void {
    const blocks = (this.#blocks ??= new Map<string, Html>());
    if (write && !blocks.has(name)) blocks.set(name, write());
  }

  /** Gives text that is markup already. */
  html(text: string): Html {
    return new Html(text);
  }

  #run(template: Template, it: object): string {
    if (this.#depth === DEEPEST) {
      throw new TemplateError(
        `more than ${DEEPEST} templates stand within each other: ${template.name} or another one includes itself`,
      );
    }
    this.#depth++;
    try {
      return template.run(it, this, escapeValue);
    } finally {
      this.#depth--;
    }
  }

  /**
   * Gives what the page is written for.
   *
   * @param helper - what asks for it
   */
  inRequest(helper: string): RequestContext {
    if (this.context) return this.context;
    throw new TypeError(`${helper} needs a request, and this is written outside of one`);
  }

  freeId(wanted: string): string {
    const ids = (this.#ids ??= new Map<string, number>());
    const count = (ids.get(wanted) ?? 0) + 1;
    ids.set(wanted, count);
    return count === 1 ? wanted : `${wanted}-${count}`;
  }

  token(): unknown {
    const { csrfField } = this as { readonly csrfField?: unknown };
    return this.context && typeof csrfField === 'function' ? (csrfField as () => unknown)() : undefined;
  }
}
