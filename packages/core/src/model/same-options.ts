/**
 * Whether two options of a module mean the same: plain data by value, everything else by identity.
 *
 * @param open - what is being compared further out; options may hold themselves
 */
export function sameOptions(a: unknown, b: unknown, open: ReadonlyMap<unknown, unknown> = new Map()): boolean {
  if (Object.is(a, b) || (open.has(a) && open.get(a) === b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const prototype: unknown = Object.getPrototypeOf(a);
  if (prototype !== Object.getPrototypeOf(b)) return false;
  const within = new Map(open).set(a, b);
  if (Array.isArray(a)) {
    const others = b as unknown[];
    return a.length === others.length && a.every((element, index) => sameOptions(element, others[index], within));
  }
  if (prototype !== Object.prototype && prototype !== null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) => Object.hasOwn(b, key) && sameOptions(a[key as keyof typeof a], b[key as keyof typeof b], within),
    )
  );
}
