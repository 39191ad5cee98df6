/**
 * Gives what a request's cookies of one name have: none, one, or several, of which nobody knows who set which.
 *
 * Names are compared as they stand, RFC 6265 §5.4: a name that only looks like ours, by other blanks or in quotes, may have come
 * past the browser's rules for `__Host-`.
 */
export function cookieValues(header: string | undefined, name: string): readonly string[] {
  // Most requests have no cookie of ours, and need not be taken apart to see it.
  if (header?.includes(name) !== true) return NONE;
  const values: string[] = [];
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at !== -1 && trim(pair.slice(0, at)) === name) values.push(trim(pair.slice(at + 1)));
  }
  return values;
}

const NONE: readonly string[] = [];

/** Only what HTTP calls a blank. */
function trim(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}
