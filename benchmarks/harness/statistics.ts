/** The middle of the figures of several rounds, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** @throws RangeError if there is no figure */
export function spreadOf(figures: readonly number[]): Spread {
  const sorted = figures.toSorted((a, b) => a - b);
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) throw new RangeError('No figures');
  const middle = (sorted.length - 1) / 2;
  const below = sorted[Math.floor(middle)] ?? least;
  const above = sorted[Math.ceil(middle)] ?? most;
  return { median: (below + above) / 2, least, most };
}
