import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Order, StrictOrder } from '../orders/order-by-hand.js';
import type { Kind, OrderKind, Subject } from './subject.js';
import { sorted } from './paths.js';

function createOrder(kind: OrderKind) {
  const isStrict = kind === 'strict';
  const text = (most: number) => Type.String(isStrict ? { minLength: 1, maxLength: most } : {});
  const pattern = (source: string) => Type.String(isStrict ? { pattern: source } : {});
  const address = Type.Object({
    street: text(100),
    city: text(100),
    zip: pattern('^\\d{5}$'),
    country: isStrict ? Type.Enum(['AT', 'CH', 'DE', 'FR']) : Type.String(),
  });
  const line = Type.Object({
    sku: pattern('^[A-Z]{3}-\\d{4}$'),
    name: text(80),
    quantity: Type.Integer({ minimum: 1, ...(isStrict && { maximum: 1000 }) }),
    price: Type.Number({ minimum: 0 }),
  });
  return Type.Object({
    id: text(40),
    status: Type.Enum(['new', 'paid', 'sent']),
    gift: Type.Boolean(),
    placedAt: Type.String(isStrict ? { format: 'date-time' } : {}),
    note: Type.Optional(Type.String(isStrict ? { maxLength: 500 } : {})),
    customer: Type.Object({ name: text(100), email: Type.String({ format: 'email' }), address }),
    lines: Type.Array(line, { minItems: 1, ...(isStrict && { maxItems: 100 }) }),
  });
}

const KINDS: Readonly<Record<Kind, () => Type.TSchema>> = {
  text: () => Type.String({ maxLength: 50 }),
  count: () => Type.Integer({ minimum: 0 }),
  flag: () => Type.Boolean(),
  choice: () => Type.Union([Type.Literal('a'), Type.Literal('b'), Type.Literal('c')]),
  amount: () => Type.Number({ maximum: 1_000_000 }),
  note: () => Type.Optional(Type.String()),
  tags: () => Type.Array(Type.String(), { maxItems: 10 }),
  email: () => Type.String({ format: 'email' }),
};

/** TypeBox's compiled check, and a conversion by hand. */
export const subject: Subject = {
  createParser(kind) {
    const Made = kind === 'plain' ? Order : StrictOrder;
    const order = Compile(createOrder(kind));
    return {
      parse: (plain) => (order.Check(plain) ? new Made(plain) : undefined),
      errors: (plain) => order.Errors(plain),
      paths: (errors) =>
        sorted(
          (errors as { instancePath: string; params: object }[]).flatMap(({ instancePath, params }) => {
            const path = instancePath.split('/').slice(1);
            const missing = 'requiredProperties' in params ? (params.requiredProperties as string[]) : undefined;
            return missing === undefined ? [path.join('.')] : missing.map((name) => [...path, name].join('.'));
          }),
        ),
    };
  },

  compileMember({ kinds }) {
    const schema = Type.Object(Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, KINDS[kind]()])));
    const compiled = Compile(schema);
    return (plain) => compiled.Check(plain);
  },
};
