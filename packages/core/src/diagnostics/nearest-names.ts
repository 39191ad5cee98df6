/**
 * Finds the names that somebody may have meant, nearest first.
 *
 * @param name - what was written
 * @param known - what there is
 * @returns at most three names that differ in no more than a third of their letters, or that contain one another
 */
export function nearestNames(name: string, known: Iterable<string>): string[] {
  const wanted = name.toLowerCase();
  // Of one letter or two, any other name is as near as the next.
  const allowed = wanted.length < 3 ? 0 : Math.max(1, Math.floor(wanted.length / 3));
  const near: { name: string; distance: number }[] = [];
  for (const candidate of new Set(known)) {
    if (candidate === name) continue;
    const other = candidate.toLowerCase();
    const distance = editDistance(wanted, other);
    const contains = Math.min(wanted.length, other.length) > 3 && (wanted.includes(other) || other.includes(wanted));
    if (distance <= allowed || contains) near.push({ name: candidate, distance });
  }
  return near
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map((found) => found.name);
}

/** Levenshtein distance, row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** Gives ` Did you mean A or B?`, or nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const near = nearestNames(name, known);
  if (near.length === 0) return '';
  const last = near.pop() as string;
  return ` Did you mean ${near.length === 0 ? last : `${near.join(', ')} or ${last}`}?`;
}
