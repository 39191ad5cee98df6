import { hello, GREETING, search } from './search.js';
import { type OrderInput, OrderStore, type StoredOrder, type StoredSummary } from './orders.js';

/* Every request that is sent, for checking and for measuring, and what a server must answer. */

/** The seven routes under measure. */
export const ROUTES = ['text', 'json', 'search', 'post', 'list', 'guarded', 'scoped'] as const;
export type Route = (typeof ROUTES)[number];

export interface Exchange {
  readonly route: Route;
  /** What is special about it, for the message of a difference. */
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The JSON text of the body. */
  readonly body?: string;
  readonly status: number;
  /** What must be answered: text, or what the JSON text must be. For a refusal nothing is compared but the fields. */
  readonly answer?: unknown;
  /** The paths of all fields at fault, such as `lines.0.quantity`. */
  readonly fields?: readonly string[];
}

const store = new OrderStore();
const CITIES = ['Graz', 'Basel', 'Kiel', 'Lille'] as const;
const WORDS = ['Oak board', 'Mortise chisel', 'Mallet', 'Marking gauge', 'Dovetail saw'] as const;

/** A valid order of 1 KB with ten lines; each number gives another one. */
export function orderInput(number: number): OrderInput {
  return {
    reference: `ORDER-${1000 + number}`,
    gift: number % 2 === 0,
    ...(number % 4 === 3 ? {} : { note: `Please ring at door ${number}` }),
    customer: {
      name: `Ada Lovelace ${number}`,
      email: `ada.${number}@example.org`,
      address: {
        street: `${number + 1} Analytical Street`,
        city: CITIES[number % CITIES.length] ?? '',
        zip: String(10_000 + number),
        country: 'AT',
      },
    },
    lines: Array.from({ length: 10 }, (_, line) => ({
      sku: `TIMBER-${1000 + number}-${line}`,
      name: `${WORDS[(number + line) % WORDS.length]}, size ${line}`,
      quantity: 1 + ((number + line) % 9),
      price: 5 + line * 1.25,
    })),
  };
}

function orderReply(order: StoredOrder) {
  const { margin: _, reference, customer, lines, ...rest } = order;
  const { riskScore: __, ...shown } = customer;
  return { ...rest, ref: reference, customer: shown, lines: lines.map(({ cost: ___, ...line }) => line) };
}

function summaryReply(summary: StoredSummary) {
  const { margin: _, buyer, ...rest } = summary;
  return { ...rest, buyer: { name: buyer.name, city: buyer.city } };
}

const JSON_BODY = { 'content-type': 'application/json' } as const;

function post(number: number): Exchange {
  const input = orderInput(number);
  return {
    route: 'post',
    what: `order ${number}`,
    method: 'POST',
    path: '/orders',
    headers: JSON_BODY,
    body: JSON.stringify(input),
    status: 201,
    answer: orderReply(store.place(input)),
  };
}

function find(category: string, page: number, size: number, sort: string): Exchange {
  return {
    route: 'search',
    what: `page ${page} of ${category}`,
    method: 'GET',
    path: `/search/${category}?page=${page}&size=${size}&sort=${sort}`,
    status: 200,
    answer: search(category, page, size, sort),
  };
}

const get = (
  route: Route,
  path: string,
  answer: unknown,
  headers: Readonly<Record<string, string>> = {},
): Exchange => ({
  route,
  what: Object.keys(headers).length > 0 ? `with ${Object.values(headers).join(' and ')}` : 'plain',
  method: 'GET',
  path,
  headers,
  status: 200,
  answer,
});

/** What is sent in turn while a route is measured. */
export const MEASURED: Readonly<Record<Route, readonly Exchange[]>> = {
  text: [get('text', '/text', GREETING)],
  json: [get('json', '/json', hello())],
  search: [
    find('books', 2, 20, 'price'),
    find('games', 1, 50, 'name'),
    find('music', 13, 100, 'date'),
    find('books', 400, 5, 'name'),
  ],
  post: Array.from({ length: 16 }, (_, number) => post(number)),
  list: [get('list', '/orders', store.list().map(summaryReply))],
  guarded: [
    get(
      'guarded',
      '/guarded',
      { data: { user: 'ada', balance: 375, currency: 'EUR' } },
      {
        authorization: 'Bearer ada-token',
      },
    ),
  ],
  scoped: ['acme', 'globex', 'initech'].map((tenant, index) => {
    const visitor = ['ada', 'bob', 'cleo'][index] ?? '';
    return get(
      'scoped',
      '/scoped',
      { tenant, visitor, greeting: `Hello ${visitor} of ${tenant}` },
      { 'x-tenant': tenant, 'x-visitor': visitor },
    );
  }),
};

const refuse = (what: string, path: string, ...fields: string[]): Exchange => ({
  route: 'search',
  what,
  method: 'GET',
  path,
  status: 422,
  fields,
});

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** An order in which the value at the path is another one, or is left out. */
function broken(what: string, path: string, value?: Json, fields: readonly string[] = [path]): Exchange {
  const order = JSON.parse(JSON.stringify(orderInput(1))) as Json;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce<Json>((at, key) => (at as Record<string, Json>)[key] as Json, order) as Record<
    string,
    Json
  >;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return {
    route: 'post',
    what,
    method: 'POST',
    path: '/orders',
    headers: JSON_BODY,
    body: JSON.stringify(order),
    status: 422,
    fields,
  };
}

function withUnknownFields(): Exchange {
  const input = orderInput(2);
  const more = {
    ...input,
    status: 'paid',
    isAdmin: true,
    customer: { ...input.customer, riskScore: 0, address: { ...input.customer.address, planet: 'Earth' } },
    lines: input.lines.map((line) => ({ ...line, cost: 0 })),
  };
  return { ...post(2), what: 'unknown fields, which are stripped', body: JSON.stringify(more) };
}

/** Whatever is compared before a server is measured. */
export const CHECKED: readonly Exchange[] = [
  ...ROUTES.flatMap((route) => MEASURED[route]),
  { ...find('books', 2, 20, 'price'), what: 'an unknown key', path: '/search/books?page=2&size=20&sort=price&debug=1' },
  refuse('a page that is no number', '/search/books?page=abc&size=20&sort=price', 'page'),
  refuse('a page below one', '/search/books?page=0&size=20&sort=price', 'page'),
  refuse('a page with a fraction', '/search/books?page=1.5&size=20&sort=price', 'page'),
  refuse('a size that is too large', '/search/books?page=1&size=101&sort=price', 'size'),
  refuse('an order that is none', '/search/books?page=1&size=20&sort=colour', 'sort'),
  refuse('no size', '/search/books?page=1&sort=price', 'size'),
  refuse('a category that is none', '/search/boats?page=1&size=20&sort=price', 'category'),
  withUnknownFields(),
  broken('no reference', 'reference'),
  broken('a reference that is an object', 'reference', {}),
  broken('a reference that is too long', 'reference', 'x'.repeat(41)),
  broken('a gift that is a word', 'gift', 'maybe'),
  broken('no customer', 'customer'),
  broken('a customer that is a word', 'customer', 'Ada'),
  broken('an address that is no email address', 'customer.email', 'ada'),
  broken('no city', 'customer.address.city'),
  broken('a street that is a list', 'customer.address.street', ['a', 'b']),
  broken('no lines', 'lines'),
  broken('an empty list of lines', 'lines', []),
  broken('a quantity that is a word', 'lines.3.quantity', 'many'),
  broken('a quantity of zero', 'lines.0.quantity', 0),
  broken('a price below zero', 'lines.9.price', -1),
  { ...post(0), what: 'a body that is no JSON', body: '{"reference": ', status: 400, answer: undefined },
  { ...get('guarded', '/guarded', undefined), what: 'without a token', status: 401 },
  {
    ...get('guarded', '/guarded', undefined, { authorization: 'Bearer eve-token' }),
    what: 'with an unknown token',
    status: 401,
  },
  {
    ...get('guarded', '/guarded', undefined, { authorization: 'Bearer bob-token' }),
    what: 'as a guest',
    status: 403,
  },
  get('scoped', '/scoped', { tenant: 'public', visitor: 'nobody', greeting: 'Hello nobody of public' }),
  { ...get('text', '/nothing', undefined), what: 'a path that leads nowhere', status: 404 },
];
