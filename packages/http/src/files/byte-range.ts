/** A part of a file, from its first to its last byte. */
export interface ByteRange {
  readonly start: number;
  /** The last byte, which belongs to it. */
  readonly end: number;
}

/**
 * Reads which part of a file a client wants.
 *
 * Several parts are not told apart: whoever wants more than one gets the whole, as a server may answer.
 *
 * @param header - `Range`
 * @param size - of the file, in bytes
 * @returns `whole` for what is not understood or too much, `none` where the file has no such part
 * @see RFC 9110 §14.1.2, §14.2
 */
export function readRange(header: string, size: number): ByteRange | 'whole' | 'none' {
  const [unit, set] = header.split('=', 2) as [string, string?];
  if (set === undefined || unit.trim().toLowerCase() !== 'bytes') return 'whole';
  const found: ByteRange[] = [];
  for (const text of set.split(',')) {
    const [, first = '', last = ''] = /^(\d*)-(\d*)$/.exec(text.trim()) ?? [];
    if (first === '' && last === '') return 'whole';
    if (first !== '' && last !== '' && Number(first) > Number(last)) return 'whole';
    // Without a first byte, it is the last ones that are wanted: all, where there are not as many.
    const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
    const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
    if (start < size) found.push({ start, end });
  }
  const [only] = found;
  if (only === undefined) return 'none';
  return found.length > 1 ? 'whole' : only;
}
