import type { RequestContext, ViewHelper } from '@tenon/http';
import type { Templates } from '../templates/templates.js';
import { Rendering } from './rendering.js';

/** What templates have by name, of this package. */
export interface BuiltIns {
  /** The same for all pages. */
  readonly constants: Readonly<Record<string, unknown>>;
  /** Made for the page that asks. */
  readonly perPage: Readonly<Record<string, (page: Rendering) => unknown>>;
}

/** Begins a page. */
export type BeginPage = (templates: Templates, context: RequestContext | undefined) => Rendering;

/** Names that templates have of the language, or of Eta. */
export const RESERVED: ReadonlySet<string> = new Set(
  ['it', 'include', 'layout', 'block', 'component', 'output', '__o', '__t', '__e', '__c', '__l', '__d', '__w'].concat(
    [
      'arguments',
      'await',
      'eval',
      'break',
      'case',
      'catch',
      'class',
      'const',
      'continue',
      'debugger',
      'default',
      'delete',
    ],
    [
      'do',
      'else',
      'enum',
      'export',
      'extends',
      'false',
      'finally',
      'for',
      'function',
      'if',
      'implements',
      'import',
      'in',
    ],
    ['instanceof', 'interface', 'let', 'new', 'null', 'package', 'private', 'protected', 'public', 'return', 'static'],
    ['super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'undefined', 'var', 'void', 'while', 'with', 'yield'],
    ['context', 'values', 'page', 'html', 'define', 'onTop', 'inRequest', 'freeId', 'token', 'constructor'],
  ),
);

/**
 * Compiles what pages have by name into one class, with a getter for each helper: a page that does not mention it does not
 * pay for it.
 */
export function compileRendering({ constants, perPage }: BuiltIns, helpers: readonly ViewHelper[]): BeginPage {
  class Page extends Rendering {}
  const { prototype } = Page;
  for (const [name, value] of Object.entries(constants)) Object.defineProperty(prototype, name, { value });
  for (const [name, make] of Object.entries(perPage)) {
    Object.defineProperty(prototype, name, {
      get(this: Page) {
        return make(this);
      },
    });
  }
  for (const [index, helper] of helpers.entries()) {
    Object.defineProperty(prototype, helper.name, {
      get(this: Page) {
        const values = (this.values ??= []);
        if (!(index in values)) values[index] = helper.forRequest(this.context ?? noRequest(helper.name));
        return values[index];
      },
    });
  }
  return (templates, context) => new Page(templates, context);
}

/** Stands in for a request where there is none, as in a mail: helpers that do not look at it work there too. */
function noRequest(helper: string): RequestContext {
  return new Proxy(
    {},
    {
      get(_, property) {
        throw new TypeError(
          `the helper ${helper} wants a request (context.${String(property)}), and this is written outside of one`,
        );
      },
    },
  ) as RequestContext;
}
