import vine, { errors as vineErrors } from '@vinejs/vine';
import { Order, StrictOrder } from '../orders/order-by-hand.js';
import { sorted } from './paths.js';
import type { OrderKind, Subject } from './subject.js';

const number = () => vine.number({ strict: true });

function createOrder(kind: OrderKind) {
  const isStrict = kind === 'strict';
  const text = (most: number) => (isStrict ? vine.string().minLength(1).maxLength(most) : vine.string());
  const pattern = (expression: RegExp) => (isStrict ? vine.string().regex(expression) : vine.string());
  const address = vine.object({
    street: text(100),
    city: text(100),
    zip: pattern(/^\d{5}$/),
    country: isStrict ? vine.enum(['AT', 'CH', 'DE', 'FR']) : vine.string(),
  });
  const quantity = number().withoutDecimals().min(1);
  const line = vine.object({
    sku: pattern(/^[A-Z]{3}-\d{4}$/),
    name: text(80),
    quantity: isStrict ? quantity.max(1000) : quantity,
    price: number().min(0),
  });
  const lines = vine.array(line).minLength(1);
  return vine.object({
    id: text(40),
    status: vine.enum(['new', 'paid', 'sent']),
    gift: vine.boolean({ strict: true }),
    placedAt: pattern(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/),
    note: (isStrict ? vine.string().maxLength(500) : vine.string()).optional(),
    customer: vine.object({ name: text(100), email: vine.string().email(), address }),
    lines: isStrict ? lines.maxLength(100) : lines,
  });
}

/** VineJS, which is asynchronous and makes new plain objects, and a conversion to instances by hand. */
export const subject: Subject = {
  createParser(kind) {
    const Made = kind === 'plain' ? Order : StrictOrder;
    const order = vine.create(createOrder(kind));
    const tryValidate = async (plain: unknown) => {
      const [error, data] = await order.tryValidate(plain);
      if (error !== null && !(error instanceof vineErrors.E_VALIDATION_ERROR))
        throw new Error('VineJS failed', { cause: error });
      return { error, data };
    };
    return {
      async parse(plain) {
        const { data } = await tryValidate(plain);
        return data === null ? undefined : new Made(data);
      },
      async errors(plain) {
        const { error } = await tryValidate(plain);
        return error?.messages as unknown;
      },
      paths: (errors) => sorted((errors as { field: string }[]).map(({ field }) => field)),
    };
  },
};
