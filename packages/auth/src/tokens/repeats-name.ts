const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * Whether the text of a JSON object has one name twice. `JSON.parse` takes the last one, another parser may take the first: such
 * a token says one thing to us and another one to a proxy before us.
 *
 * @see RFC 7515 §4, RFC 7519 §4, which let parsers refuse it
 */
export function repeatsName(json: string): boolean {
  const names = new Set<string>();
  let depth = 0;
  let last = '';
  for (const [token] of json.matchAll(TOKENS)) {
    if (token === ':' && depth === 1) {
      // Names are compared as they are read: "\u0061" is "a".
      const name = JSON.parse(last) as string;
      if (names.has(name)) return true;
      names.add(name);
    } else if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    last = token;
  }
  return false;
}
