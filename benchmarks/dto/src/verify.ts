import { deepStrictEqual } from 'node:assert/strict';
import { makeRawItems, toPlainItem } from './items/raw-items.js';
import { brokenOrders, orderWithMore, plainOrder } from './orders/plain-order.js';
import { ITEMS } from './run/jobs.js';
import type { Accepts, CrowdMember, OrderKind, OrderParser } from './subjects/subject.js';

/**
 * Compares what a parser answers with what it must: an instance with the right content and classes for valid orders,
 * without what nobody declared; nothing for broken ones, and exactly the paths at fault.
 *
 * Run in every process that is timed, after the clock has stopped.
 *
 * @throws AssertionError for the first answer that is another one
 */
export async function checkParser(kind: OrderKind, parser: OrderParser): Promise<void> {
  for (let number = 0; number < 20; number += 1) {
    const expected = plainOrder(number);
    for (const plain of [plainOrder(number), orderWithMore(number)]) {
      const made = (await parser.parse(plain)) as ReadonlyOrder;
      deepStrictEqual(JSON.parse(JSON.stringify(made)), expected);
      const { customer, lines } = made;
      const classes = [made, customer, customer.address, ...lines].map((each) =>
        each.constructor.name.replace('Strict', ''),
      );
      deepStrictEqual(classes, ['Order', 'Customer', 'Address', ...lines.map(() => 'Line')]);
      deepStrictEqual(made.placedAt instanceof Date, kind === 'strict');
    }
  }
  for (const { what, plain, paths, isStrict } of brokenOrders()) {
    if (isStrict === true && kind === 'plain') continue;
    deepStrictEqual(await isRefused(parser, plain), true, `accepted: ${what}`);
    deepStrictEqual(parser.paths(await parser.errors(plain)), paths, what);
  }
}

interface ReadonlyOrder {
  readonly placedAt: unknown;
  readonly customer: { readonly address: object };
  readonly lines: readonly object[];
}

async function isRefused(parser: OrderParser, plain: unknown): Promise<boolean> {
  try {
    return (await parser.parse(plain)) === undefined;
  } catch {
    return true;
  }
}

/** Compares the text of the items, key by key and in order, with what JSON.stringify makes of the mapping by hand. */
export function checkWriter(write: () => string): void {
  deepStrictEqual(write(), JSON.stringify(makeRawItems(ITEMS).map((item) => toPlainItem(item))));
}

/** Asks for a valid and a broken object of each class. */
export function checkMembers(members: readonly CrowdMember[], accept: readonly Accepts[]): void {
  for (const [index, { valid, broken, type }] of members.entries()) {
    deepStrictEqual(accept[index]?.(valid), true, `${type.name} refuses a valid object`);
    deepStrictEqual(accept[index]?.(broken), false, `${type.name} accepts a broken object`);
  }
}
