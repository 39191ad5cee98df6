import { randomInt } from 'node:crypto';

/** What a slug ends with, so that two articles of one title have two. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Makes the name of an article in URLs: `how-to-cut-a-tenon-k3fh82ms`. */
export function slugFor(title: string): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
  const start = words.slice(0, 60).trim().replaceAll(' ', '-');
  const end = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${start || 'article'}-${end}`;
}
