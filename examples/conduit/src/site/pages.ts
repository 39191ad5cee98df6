/** How many articles a page shows. */
export const PAGE_SIZE = 10;

/** How far from the page that is shown others are named. */
const NEAR = 2;

/** A list's other pages, as they are offered below it. */
export interface Pages {
  readonly current: number;
  /** In order; null where some are left out. */
  readonly numbers: readonly (number | null)[];
}

/** Says which pages a list has; however many there are, few are named: the first, the last, and those around this one. */
export function pagesOf(current: number, count: number): Pages {
  const last = Math.max(1, Math.ceil(count / PAGE_SIZE));
  const wanted = [1, last];
  for (let page = current - NEAR; page <= current + NEAR; page++) if (page > 1 && page < last) wanted.push(page);
  const numbers: (number | null)[] = [];
  let before = 0;
  for (const page of [...new Set(wanted)].toSorted((a, b) => a - b)) {
    if (page > before + 1) numbers.push(null);
    numbers.push(page);
    before = page;
  }
  return { current, numbers };
}
