/* What `GET /search/:category` takes, and how it answers. */

export const CATEGORIES = ['books', 'games', 'music'] as const;
export const SORTS = ['name', 'price', 'date'] as const;
export const MOST_SIZE = 100;

export interface SearchReply {
  readonly category: string;
  readonly page: number;
  readonly size: number;
  readonly sort: string;
  readonly offset: number;
}

/** Echoes what was understood; `offset` shows that numbers have come in as numbers. */
export function search(category: string, page: number, size: number, sort: string): SearchReply {
  return { category, page, size, sort, offset: (page - 1) * size };
}

export const GREETING = 'Hello, world!';

/** What `GET /json` answers. */
export function hello(): { readonly message: string; readonly answer: number; readonly ok: boolean } {
  return { message: GREETING, answer: 42, ok: true };
}
