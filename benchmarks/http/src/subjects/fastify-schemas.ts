import { CATEGORIES, MOST_SIZE, SORTS } from '../app/search.js';

/* The schemas of the reference, written by hand: for what comes in and for what goes out. */

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const number = { type: 'number' } as const;
const integer = { type: 'integer' } as const;
const date = { type: 'string', format: 'date-time' } as const;

/** An object of which all is required and nothing else is let in. */
function closed<const Properties extends object>(properties: Properties, optional: readonly string[] = []) {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', required, properties, additionalProperties: false };
}

/** An object of which what is named goes out. */
function shown<const Properties extends object>(properties: Properties) {
  return { type: 'object', properties };
}

export const textSchema = { response: { 200: text } };

export const jsonSchema = { response: { 200: shown({ message: text, answer: integer, ok: flag }) } };

export const searchSchema = {
  params: closed({ category: { type: 'string', enum: CATEGORIES } }),
  querystring: closed({
    page: { type: 'integer', minimum: 1 },
    size: { type: 'integer', minimum: 1, maximum: MOST_SIZE },
    sort: { type: 'string', enum: SORTS },
  }),
  response: { 200: shown({ category: text, page: integer, size: integer, sort: text, offset: integer }) },
};

const address = { street: text, city: text, zip: text, country: text };
const line = { sku: text, name: text };

export const postOrderSchema = {
  body: closed(
    {
      reference: { type: 'string', minLength: 1, maxLength: 40 },
      gift: flag,
      note: { type: 'string', maxLength: 500 },
      customer: closed({ name: text, email: { type: 'string', format: 'email' }, address: closed(address) }),
      lines: {
        type: 'array',
        minItems: 1,
        items: closed({ ...line, quantity: { type: 'integer', minimum: 1 }, price: { type: 'number', minimum: 0 } }),
      },
    },
    ['note'],
  ),
  response: {
    201: shown({
      id: integer,
      ref: text,
      status: text,
      gift: flag,
      note: text,
      placedAt: date,
      total: number,
      customer: shown({ name: text, email: text, address: shown(address) }),
      lines: { type: 'array', items: shown({ ...line, quantity: integer, price: number }) },
    }),
  },
};

export const listOrdersSchema = {
  response: {
    200: {
      type: 'array',
      items: shown({
        id: integer,
        status: text,
        gift: flag,
        total: number,
        placedAt: date,
        shipsAt: date,
        buyer: shown({ name: text, city: text }),
      }),
    },
  },
};

export const guardedSchema = {
  response: { 200: shown({ data: shown({ user: text, balance: number, currency: text }) }) },
};

export const scopedSchema = { response: { 200: shown({ tenant: text, visitor: text, greeting: text }) } };
