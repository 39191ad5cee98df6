/** The medians of two works, in milliseconds, and how far they lie apart, as a part of the lesser. */
export interface MedianTimes {
  readonly known: number;
  readonly unknown: number;
  readonly difference: number;
}

/**
 * Measures two works turn by turn, so that whatever else the machine does slows down both. A machine may be busy all the same:
 * of three rounds, the best one counts, and works that take differently long differ in all of them.
 */
export async function medianTimes(
  tries: number,
  works: { readonly known: () => Promise<unknown>; readonly unknown: () => Promise<unknown> },
): Promise<MedianTimes> {
  let best: MedianTimes | undefined;
  for (let round = 0; round < 3 && (best === undefined || best.difference >= 0.1); round++) {
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let attempt = 0; attempt < tries; attempt++) {
      // Whoever is first in a pair may have it harder.
      for (const work of attempt % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
        const start = performance.now();
        await works[work]();
        times[work].push(performance.now() - start);
      }
    }
    const [known, unknown] = [medianOf(times.known), medianOf(times.unknown)];
    const difference = Math.abs(known - unknown) / Math.min(known, unknown);
    if (best === undefined || difference < best.difference) best = { known, unknown, difference };
  }
  return best as MedianTimes;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
