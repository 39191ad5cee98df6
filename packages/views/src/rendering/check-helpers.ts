import type { Diagnostic } from '@tenon/core';
import type { ViewHelper } from '@tenon/http';
import * as faults from '../errors.js';
import { RESERVED } from './compile-rendering.js';

/**
 * Sees to it that each helper has a name that templates can call it by, and none that something else has.
 *
 * @param own - the names that this package gives
 * @throws TenonError with all that is wrong
 */
export function checkHelpers(helpers: readonly ViewHelper[], own: readonly string[]): readonly ViewHelper[] {
  const found: Diagnostic[] = [];
  const taken = new Map<string, string>(own.map((name) => [name, 'is one of @tenon/views itself']));
  for (const helper of helpers) {
    const { name } = helper as { readonly name: unknown };
    const owner = helper.constructor === Object ? 'an object' : helper.constructor.name;
    const problem =
      typeof name !== 'string' || !IDENTIFIER.test(name)
        ? 'is no name of JavaScript'
        : RESERVED.has(name)
          ? 'templates have already'
          : taken.get(name);
    if (problem !== undefined) found.push(faults.invalidHelper({ helper: owner, name: String(name), problem }));
    else taken.set(name as string, `is the name of ${owner} as well`);
  }
  faults.refuse(found);
  return helpers;
}

const IDENTIFIER = /^[A-Za-z$][\w$]*$/;
