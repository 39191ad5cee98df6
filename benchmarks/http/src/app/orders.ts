/*
 * What every subject serves: orders as they are stored, and as they come in. A subject whose serialiser reads
 * decorators of the stored classes brings classes of its own, with the same fields; so no subject copies more than
 * another.
 */

/** What `POST /orders` takes. */
export interface OrderInput {
  readonly reference: string;
  readonly gift: boolean;
  readonly note?: string | undefined;
  readonly customer: {
    readonly name: string;
    readonly email: string;
    readonly address: {
      readonly street: string;
      readonly city: string;
      readonly zip: string;
      readonly country: string;
    };
  };
  readonly lines: readonly {
    readonly sku: string;
    readonly name: string;
    readonly quantity: number;
    readonly price: number;
  }[];
}

export class StoredAddress {
  street!: string;
  city!: string;
  zip!: string;
  country!: string;
}

export class StoredCustomer {
  name!: string;
  email!: string;
  address!: StoredAddress;
  /** Clients do not see it. */
  riskScore!: number;
}

export class StoredLine {
  sku!: string;
  name!: string;
  quantity!: number;
  price!: number;
  /** Clients do not see it. */
  cost!: number;
}

export class StoredOrder {
  id!: number;
  /** Clients see it as `ref`. */
  reference!: string;
  status!: string;
  gift!: boolean;
  note?: string | undefined;
  placedAt!: Date;
  total!: number;
  customer!: StoredCustomer;
  lines!: StoredLine[];
  /** Clients do not see it. */
  margin!: number;
}

export class StoredBuyer {
  name!: string;
  city!: string;
  /** Clients do not see it in the list. */
  email!: string;
}

/** An order as it stands in the list. */
export class StoredSummary {
  id!: number;
  status!: string;
  gift!: boolean;
  total!: number;
  placedAt!: Date;
  shipsAt!: Date;
  buyer!: StoredBuyer;
  /** Clients do not see it. */
  margin!: number;
}

/** The classes that the store makes instances of. */
export interface StoredClasses {
  readonly Address: new () => StoredAddress;
  readonly Customer: new () => StoredCustomer;
  readonly Line: new () => StoredLine;
  readonly Order: new () => StoredOrder;
  readonly Buyer: new () => StoredBuyer;
  readonly Summary: new () => StoredSummary;
}

const PLAIN: StoredClasses = {
  Address: StoredAddress,
  Customer: StoredCustomer,
  Line: StoredLine,
  Order: StoredOrder,
  Buyer: StoredBuyer,
  Summary: StoredSummary,
};

const LISTED = 100;
const FIRST_DAY_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const STATUSES = ['new', 'paid', 'sent'] as const;
const CITIES = ['Vienna', 'Bern', 'Hamburg', 'Lyon'] as const;

/** Keeps orders in memory; what it gives depends on its input alone. */
export class OrderStore {
  readonly #classes: StoredClasses;
  readonly #summaries: readonly StoredSummary[];

  constructor(classes: StoredClasses = PLAIN) {
    this.#classes = classes;
    this.#summaries = Array.from({ length: LISTED }, (_, number) => this.#summaryOf(number));
  }

  place(input: OrderInput): StoredOrder {
    const { Address, Customer, Line, Order } = this.#classes;
    const address = new Address();
    address.street = input.customer.address.street;
    address.city = input.customer.address.city;
    address.zip = input.customer.address.zip;
    address.country = input.customer.address.country;
    const customer = new Customer();
    customer.name = input.customer.name;
    customer.email = input.customer.email;
    customer.address = address;
    customer.riskScore = 0.25;
    let cents = 0;
    const lines = input.lines.map(({ sku, name, quantity, price }) => {
      const line = new Line();
      line.sku = sku;
      line.name = name;
      line.quantity = quantity;
      line.price = price;
      line.cost = price / 2;
      cents += Math.round(price * 100) * quantity;
      return line;
    });
    const order = new Order();
    order.id = 1000 + lines.length;
    order.reference = input.reference;
    order.status = 'new';
    order.gift = input.gift;
    order.note = input.note;
    order.placedAt = new Date(FIRST_DAY_MS + lines.length * DAY_MS);
    order.total = cents / 100;
    order.customer = customer;
    order.lines = lines;
    order.margin = cents / 200;
    return order;
  }

  list(): readonly StoredSummary[] {
    return this.#summaries;
  }

  #summaryOf(number: number): StoredSummary {
    const { Buyer, Summary } = this.#classes;
    const buyer = new Buyer();
    buyer.name = `Customer ${number}`;
    buyer.city = CITIES[number % CITIES.length] ?? '';
    buyer.email = `customer-${number}@example.org`;
    const summary = new Summary();
    summary.id = number + 1;
    summary.status = STATUSES[number % STATUSES.length] ?? '';
    summary.gift = number % 5 === 0;
    summary.total = 10 + number * 1.25;
    summary.placedAt = new Date(FIRST_DAY_MS + number * DAY_MS);
    summary.shipsAt = new Date(FIRST_DAY_MS + (number + 2) * DAY_MS);
    summary.buyer = buyer;
    summary.margin = number / 10;
    return summary;
  }
}
