const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * Whether the text of JSON has one name twice in an object. `JSON.parse` takes the last one, another parser may take the first: such
 * a token says one thing to us and another one to a proxy before us.
 *
 * @see RFC 7515 §4, RFC 7519 §4, which let parsers refuse it
 */
export function repeatsName(json: string): boolean {
  /** Of the objects, and lists, within one another. */
  const open: Set<string>[] = [];
  let last = '';
  for (const [token] of json.matchAll(TOKENS)) {
    if (token === ':') {
      // Names are compared as they are read: "\u0061" is "a".
      const name = JSON.parse(last) as string;
      const names = open.at(-1);
      if (names?.has(name)) return true;
      names?.add(name);
    } else if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    last = token;
  }
  return false;
}
