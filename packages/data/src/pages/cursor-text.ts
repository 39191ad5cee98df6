import { createHash } from 'node:crypto';
import type { EntityMetadata, EntityProperty } from '@mikro-orm/sql';
import type { OrderPart } from './stable-order.js';

const SUM_LENGTH = 8;

/**
 * Writes MikroORM's cursor as clients get it: with a sum of the list, its order and the cursor, so that one that was cut
 * off, or is of another list, is refused. It keeps no secret, and nobody is kept from making one: it says where to begin
 * and nothing else, and is checked as all input is.
 */
export function writeCursor(list: string, cursor: string): string {
  return sumOf(list, cursor) + cursor;
}

/** Reads what a client has sent; undefined if it is no cursor of this list. */
export function readCursor(
  list: string,
  text: string,
  { properties }: EntityMetadata,
  order: readonly OrderPart[],
): string | undefined {
  const cursor = text.slice(SUM_LENGTH);
  if (sumOf(list, cursor) !== text.slice(0, SUM_LENGTH)) return undefined;
  const values = decode(cursor);
  const directions = order.flatMap((part) => Object.entries(part));
  if (!Array.isArray(values) || values.length !== directions.length) return undefined;
  const areSound = directions.every(([key, direction], index) =>
    isSound(values[index], direction, properties[key as never] as EntityProperty | undefined),
  );
  return areSound ? cursor : undefined;
}

function sumOf(list: string, cursor: string): string {
  return createHash('sha256').update(`${list}\0${cursor}`).digest('base64url').slice(0, SUM_LENGTH);
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** An object in the place of a value would be an operator of a query. */
function isSound(value: unknown, direction: unknown, property: EntityProperty | undefined): boolean {
  if (value === null) return true;
  if (typeof direction === 'object' && direction !== null) {
    const inner = (property?.embeddedProps ?? property?.targetMeta?.properties ?? {}) as Record<string, EntityProperty>;
    return (
      typeof value === 'object' &&
      Object.entries(direction).every(([key, each]) =>
        isSound((value as Record<string, unknown>)[key] ?? null, each, inner[key]),
      )
    );
  }
  if (typeof value === 'string' && value.includes('\0')) return false;
  switch (property?.runtimeType) {
    case 'number':
    case 'boolean':
    case 'string':
      return typeof value === property.runtimeType;
    case 'Date':
      return (typeof value === 'string' || typeof value === 'number') && !Number.isNaN(new Date(value).getTime());
    default:
      return typeof value !== 'object';
  }
}
