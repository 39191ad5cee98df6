import { z } from 'zod';
import { Order, StrictOrder } from '../orders/order-by-hand.js';
import type { Kind, OrderKind, Subject } from './subject.js';
import { sorted } from './paths.js';

function createOrder(kind: OrderKind) {
  const isStrict = kind === 'strict';
  const text = (most: number) => (isStrict ? z.string().min(1).max(most) : z.string());
  const pattern = (expression: RegExp) => (isStrict ? z.string().regex(expression) : z.string());
  const address = z.object({
    street: text(100),
    city: text(100),
    zip: pattern(/^\d{5}$/),
    country: isStrict ? z.enum(['AT', 'CH', 'DE', 'FR']) : z.string(),
  });
  const quantity = z.int().min(1);
  const line = z.object({
    sku: pattern(/^[A-Z]{3}-\d{4}$/),
    name: text(80),
    quantity: isStrict ? quantity.max(1000) : quantity,
    price: z.number().min(0),
  });
  const lines = z.array(line).min(1);
  return z.object({
    id: text(40),
    status: z.enum(['new', 'paid', 'sent']),
    gift: z.boolean(),
    placedAt: isStrict ? z.iso.datetime() : z.string(),
    note: (isStrict ? z.string().max(500) : z.string()).optional(),
    customer: z.object({ name: text(100), email: z.email(), address }),
    lines: isStrict ? lines.max(100) : lines,
  });
}

const KINDS: Readonly<Record<Kind, () => z.ZodType>> = {
  text: () => z.string().max(50),
  count: () => z.int().min(0),
  flag: () => z.boolean(),
  choice: () => z.enum(['a', 'b', 'c']),
  amount: () => z.number().max(1_000_000),
  note: () => z.string().optional(),
  tags: () => z.array(z.string()).max(10),
  email: () => z.email(),
};

/** zod 4, which makes new plain objects without what is unknown, and a conversion to instances by hand. */
export const subject: Subject = {
  createParser(kind) {
    const Made = kind === 'plain' ? Order : StrictOrder;
    const order = createOrder(kind);
    return {
      parse(plain) {
        const { success, data } = order.safeParse(plain);
        return success ? new Made(data) : undefined;
      },
      errors: (plain) => order.safeParse(plain).error?.issues,
      paths: (errors) => sorted((errors as z.core.$ZodIssue[]).map(({ path }) => path.join('.'))),
    };
  },

  compileMember({ kinds }) {
    const schema = z.object(Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, KINDS[kind]()])));
    return (plain) => schema.safeParse(plain).success;
  },
};
