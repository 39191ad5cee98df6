import type { CrowdMember, Kind, OrderKind } from './subject.js';

/* What a user of ajv or fast-json-stringify writes. `additionalProperties` is left open: the conversion drops them. */

const STRING = { type: 'string' };

export function createOrderSchema(kind: OrderKind): object {
  const isStrict = kind === 'strict';
  const text = (most: number) => (isStrict ? { type: 'string', minLength: 1, maxLength: most } : STRING);
  const pattern = (source: string) => (isStrict ? { type: 'string', pattern: source } : STRING);
  const address = {
    type: 'object',
    required: ['street', 'city', 'zip', 'country'],
    properties: {
      street: text(100),
      city: text(100),
      zip: pattern('^\\d{5}$'),
      country: isStrict ? { enum: ['AT', 'CH', 'DE', 'FR'] } : STRING,
    },
  };
  const customer = {
    type: 'object',
    required: ['name', 'email', 'address'],
    properties: { name: text(100), email: { type: 'string', format: 'email' }, address },
  };
  const line = {
    type: 'object',
    required: ['sku', 'name', 'quantity', 'price'],
    properties: {
      sku: pattern('^[A-Z]{3}-\\d{4}$'),
      name: text(80),
      quantity: { type: 'integer', minimum: 1, ...(isStrict && { maximum: 1000 }) },
      price: { type: 'number', minimum: 0 },
    },
  };
  return {
    type: 'object',
    required: ['id', 'status', 'gift', 'placedAt', 'customer', 'lines'],
    properties: {
      id: text(40),
      status: { enum: ['new', 'paid', 'sent'] },
      gift: { type: 'boolean' },
      placedAt: isStrict ? { type: 'string', format: 'date-time' } : STRING,
      note: isStrict ? { type: 'string', maxLength: 500 } : STRING,
      customer,
      lines: { type: 'array', minItems: 1, ...(isStrict && { maxItems: 100 }), items: line },
    },
  };
}

export const itemsSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      id: { type: 'integer' },
      name: { type: 'string' },
      unitPrice: { type: 'number' },
      rating: { type: 'string' },
      available: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'string' } },
      createdAt: { type: 'string', format: 'date-time' },
      maker: { type: 'object', properties: { name: { type: 'string' }, country: { type: 'string' } } },
    },
  },
} as const;

const KINDS: Readonly<Record<Kind, object>> = {
  text: { type: 'string', maxLength: 50 },
  count: { type: 'integer', minimum: 0 },
  flag: { type: 'boolean' },
  choice: { enum: ['a', 'b', 'c'] },
  amount: { type: 'number', maximum: 1_000_000 },
  note: { type: 'string' },
  tags: { type: 'array', maxItems: 10, items: { type: 'string' } },
  email: { type: 'string', format: 'email' },
};

export function schemaOfMember({ kinds }: CrowdMember): object {
  const entries = Object.entries(kinds);
  return {
    type: 'object',
    required: entries.filter(([, kind]) => kind !== 'note').map(([name]) => name),
    properties: Object.fromEntries(entries.map(([name, kind]) => [name, KINDS[kind]])),
  };
}
