import type { StoredOrder, StoredSummary } from '../app/orders.js';

/* What clients see of an order, for subjects that have no response DTOs: by hand, which is the fastest way. */

export function toOrderReply(order: StoredOrder) {
  const { id, reference, status, gift, note, placedAt, total, customer, lines } = order;
  const { street, city, zip, country } = customer.address;
  return {
    id,
    ref: reference,
    status,
    gift,
    note,
    placedAt,
    total,
    customer: { name: customer.name, email: customer.email, address: { street, city, zip, country } },
    lines: lines.map(({ sku, name, quantity, price }) => ({ sku, name, quantity, price })),
  };
}

export function toListReply(summaries: readonly StoredSummary[]) {
  return summaries.map(({ id, status, gift, total, placedAt, shipsAt, buyer }) => ({
    id,
    status,
    gift,
    total,
    placedAt,
    shipsAt,
    buyer: { name: buyer.name, city: buyer.city },
  }));
}
