import { TenonError } from '@tenon/core';
import { pluralize, singularize } from 'inflection';
import * as faults from '../errors.js';

/** One name in the forms that code has for it. */
export interface Name {
  /** `order-line`, for files and paths. */
  readonly kebab: string;
  /** `OrderLine`, for classes. */
  readonly pascal: string;
  /** `orderLine`, for variables. */
  readonly camel: string;
  /** `order line`, for sentences. */
  readonly words: string;
}

/** What `generate` is asked for: a thing, and the folder below `src` that it belongs into. */
export interface Asked {
  /** `billing`; empty for none. */
  readonly folder: string;
  readonly name: Name;
}

const PART = /^[a-z][a-z\d]*(?:-[a-z\d]+)*$/;

/**
 * Reads what stands behind `tenon generate controller`: `billing/order-line`, `OrderLine` or `src/order_line`.
 *
 * @throws TenonError `TENON_CLI_BAD_NAME`
 */
export function readName(given: string): Asked {
  const parts = given.split(/[\\/]/).map((part) => kebabOf(part));
  while (parts.length > 1 && (parts[0] === '.' || parts[0] === 'src')) parts.shift();
  if (!parts.every((part) => PART.test(part))) throw new TenonError([faults.badName(given)]);
  const kebab = parts.pop() as string;
  return { folder: parts.join('/'), name: nameOf(kebab) };
}

/** Gives the singular and the plural of a name, whichever of both it is: `order` and `orders`. */
export function numbersOf({ kebab }: Name): { readonly one: Name; readonly many: Name } {
  const words = kebab.split('-');
  const last = words.pop() as string;
  const withLast = (word: string): Name => nameOf([...words, word].join('-'));
  const one = singularize(last);
  return { one: withLast(one), many: withLast(pluralize(one)) };
}

function kebabOf(text: string): string {
  return text
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replaceAll(/[_\s]+/g, '-')
    .toLowerCase();
}

function nameOf(kebab: string): Name {
  const pascal = kebab
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return {
    kebab,
    pascal,
    camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    words: kebab.replaceAll('-', ' '),
  };
}
