import { Order, StrictOrder } from '../orders/order-by-hand.js';
import type { PlainOrder } from '../orders/plain-order.js';
import { sorted } from './paths.js';
import type { Subject } from './subject.js';

interface Validated {
  readonly success: boolean;
  readonly errors?: readonly { readonly path: string }[];
}

/** What `typia generate` writes. */
interface Generated {
  readonly isOrder: (plain: unknown) => plain is PlainOrder;
  readonly isStrictOrder: (plain: unknown) => plain is PlainOrder;
  readonly validateOrder: (plain: unknown) => Validated;
  readonly validateStrictOrder: (plain: unknown) => Validated;
}

const GENERATED = '../generated/typia/order.js';
const generated: Generated = await import(GENERATED);

/** typia, which writes its checks when the program is built, and a conversion by hand. */
export const subject: Subject = {
  createParser(kind) {
    const isOrder = kind === 'plain' ? generated.isOrder : generated.isStrictOrder;
    const validateOrder = kind === 'plain' ? generated.validateOrder : generated.validateStrictOrder;
    const Made = kind === 'plain' ? Order : StrictOrder;
    return {
      parse: (plain) => (isOrder(plain) ? new Made(plain) : undefined),
      errors: (plain) => validateOrder(plain).errors,
      paths: (errors) =>
        sorted(
          (errors as { path: string }[]).map(({ path }) =>
            path
              .replace(/^\$input\.?/, '')
              .replaceAll('[', '.')
              .replaceAll(']', ''),
          ),
        ),
    };
  },
};
