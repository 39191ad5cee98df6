import { timingSafeEqual } from 'node:crypto';

/** Compares digests, in a time that says nothing of where they differ. */
export function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
