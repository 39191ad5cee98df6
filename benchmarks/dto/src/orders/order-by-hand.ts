import type { PlainOrder } from './plain-order.js';

/* The conversion that users of schema libraries write by hand: instances, a date, and no property that is unknown. */

export class Address {
  street: string;
  city: string;
  zip: string;
  country: string;

  constructor(from: PlainOrder['customer']['address']) {
    this.street = from.street;
    this.city = from.city;
    this.zip = from.zip;
    this.country = from.country;
  }
}

export class Customer {
  name: string;
  email: string;
  address: Address;

  constructor(from: PlainOrder['customer']) {
    this.name = from.name;
    this.email = from.email;
    this.address = new Address(from.address);
  }
}

export class Line {
  sku: string;
  name: string;
  quantity: number;
  price: number;

  constructor(from: PlainOrder['lines'][number]) {
    this.sku = from.sku;
    this.name = from.name;
    this.quantity = from.quantity;
    this.price = from.price;
  }
}

export class Order {
  id: string;
  status: string;
  gift: boolean;
  placedAt: string;
  note: string | undefined;
  customer: Customer;
  lines: Line[];

  constructor(from: PlainOrder) {
    this.id = from.id;
    this.status = from.status;
    this.gift = from.gift;
    this.placedAt = from.placedAt;
    this.note = from.note;
    this.customer = new Customer(from.customer);
    this.lines = from.lines.map((line) => new Line(line));
  }
}

/** The same with a date. */
export class StrictOrder {
  id: string;
  status: string;
  gift: boolean;
  placedAt: Date;
  note: string | undefined;
  customer: Customer;
  lines: Line[];

  constructor(from: PlainOrder) {
    this.id = from.id;
    this.status = from.status;
    this.gift = from.gift;
    this.placedAt = new Date(from.placedAt);
    this.note = from.note;
    this.customer = new Customer(from.customer);
    this.lines = from.lines.map((line) => new Line(line));
  }
}
