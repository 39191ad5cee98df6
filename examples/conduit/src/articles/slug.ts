import { randomInt } from 'node:crypto';

/** What keys are made of: nothing that is taken for something else. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** What a key looks like. */
export const KEY_PATTERN: RegExp = /^[a-km-np-z2-9]{8}$/;

/** Makes what a slug ends with, so that two articles of one title have two. */
export function newKey(): string {
  return Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** Makes the name of an article in URLs: `how-to-cut-a-tenon-k3fh82ms`. */
export function slugFor(title: string, key: string = newKey()): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
  const start = words.slice(0, 60).trim().replaceAll(' ', '-');
  return `${start || 'article'}-${key}`;
}
