/** An order as JSON brings it. */
export interface PlainOrder {
  id: string;
  status: string;
  gift: boolean;
  placedAt: string;
  note?: string;
  customer: {
    name: string;
    email: string;
    address: { street: string; city: string; zip: string; country: string };
  };
  lines: { sku: string; name: string; quantity: number; price: number }[];
}

const STATUS = ['new', 'paid', 'sent'];
const NAMES = ['Kettle, 1.5 l', 'Tea towel', 'Cup "Ada"', 'Saucer', 'Spoon'];

/** Makes a valid order of about 1 KB; each number gives another one. */
export function plainOrder(number: number): PlainOrder {
  const order: PlainOrder = {
    id: `order-${1000 + number}`,
    status: STATUS[number % STATUS.length] ?? 'new',
    gift: number % 2 === 0,
    placedAt: new Date(Date.UTC(2026, number % 12, 1 + (number % 28), number % 24, 5, 9, number)).toISOString(),
    note: 'Please ring twice; the bell is hard to hear.',
    customer: {
      name: `Ada Lovelace the ${number}th`,
      email: `ada.${number}@example.org`,
      address: { street: `Main Street ${number}`, city: 'Springfield', zip: String(10_000 + number), country: 'DE' },
    },
    lines: Array.from({ length: 10 }, (_, line) => ({
      sku: `ABC-${1000 + line + number}`,
      name: NAMES[(line + number) % NAMES.length] ?? '',
      quantity: 1 + ((line * 7 + number) % 20),
      price: 0.25 + line * 3,
    })),
  };
  // Through JSON, as a server gets it: V8 then gives the objects the shape that parsed ones have.
  return JSON.parse(JSON.stringify(order)) as PlainOrder;
}

/** An order that must be refused, and the paths at fault. */
export interface BrokenOrder {
  /** The strict order alone refuses it. */
  readonly isStrict?: boolean;
  readonly what: string;
  readonly plain: unknown;
  readonly paths: readonly string[];
}

/** The order of the case `errors`: six faults in four objects. */
export function brokenOrder(number: number): BrokenOrder {
  const order = plainOrder(number);
  const [, , , fourth, , , , eighth, , tenth] = order.lines;
  if (fourth === undefined || eighth === undefined || tenth === undefined) throw new Error('an order has ten lines');
  order.status = 'lost';
  order.customer.email = 'ada at example.org';
  order.customer.address.zip = 123 as unknown as string;
  fourth.quantity = 0;
  eighth.sku = null as unknown as string;
  tenth.price = -1;
  return {
    what: 'six faults',
    plain: order,
    paths: ['customer.address.zip', 'customer.email', 'lines.3.quantity', 'lines.7.sku', 'lines.9.price', 'status'],
  };
}

/** What every subject must refuse, at these paths and no others. */
export function brokenOrders(): BrokenOrder[] {
  return [
    brokenOrder(0),
    change('no customer', ['customer'], (order) => delete order['customer']),
    change('no lines', ['lines'], (order) => (order['lines'] = [])),
    change(
      '101 lines',
      ['lines'],
      (order) => (order['lines'] = Array.from({ length: 101 }, () => order['lines'][0])),
      true,
    ),
    change('a string for a number', ['lines.0.quantity'], (order) => (order['lines'][0].quantity = '2')),
    change('a fraction for an integer', ['lines.0.quantity'], (order) => (order['lines'][0].quantity = 1.5)),
    change('a string for a boolean', ['gift'], (order) => (order['gift'] = 'true')),
    change('a number for a string', ['customer.name'], (order) => (order['customer'].name = 7)),
    change('no date', ['placedAt'], (order) => (order['placedAt'] = 'yesterday'), true),
    change(
      'an unknown country',
      ['customer.address.country'],
      (order) => (order['customer'].address.country = 'XX'),
      true,
    ),
    change('another zip', ['customer.address.zip'], (order) => (order['customer'].address.zip = '123'), true),
    change('a note that is too long', ['note'], (order) => (order['note'] = 'x'.repeat(501)), true),
  ];
}

function change(what: string, paths: readonly string[], alter: (order: Loose) => void, isStrict = false): BrokenOrder {
  const plain = plainOrder(1) as unknown as Loose;
  alter(plain);
  return { what, plain, paths, isStrict };
}

/** A valid order with properties that nobody declared, in each of its objects. */
export function orderWithMore(number: number): unknown {
  const { customer, lines, ...order } = plainOrder(number);
  return {
    ...order,
    isAdmin: true,
    customer: { ...customer, role: 'admin', address: { ...customer.address, more: {} } },
    lines: lines.map((line) => ({ ...line, discount: 100 })),
  };
}

// oxlint-disable-next-line typescript/no-explicit-any -- it is there to be broken
type Loose = Record<string, any>;
