/** Where a style sheet names another file of its folder. */
export interface CssReference {
  /** The file's name in the folder, with slashes. */
  readonly name: string;
  /** Where the last part of its path begins in the text: the one that has the fingerprint. */
  readonly start: number;
  readonly end: number;
}

/**
 * What may name a file, and what only looks like it: comments and texts are passed over, and so is whatever has a backslash
 * in it. CSS Syntax Level 3 §4.3
 */
const TOKEN =
  /\/\*[^]*?(?:\*\/|$)|(?<![\w-])url\(\s*(?:"(?<url1>[^"\\\n]*)"|'(?<url2>[^'\\\n]*)'|(?<url3>[^\s"'()\\]+))\s*\)|@import\s*(?:"(?<import1>[^"\\\n]*)"|'(?<import2>[^'\\\n]*)')|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'/dgi;

/** Another host, another scheme, or a part of the sheet's own document. */
const ELSEWHERE = /^(?:[a-z][a-z\d+.-]*:|\/\/|[#?]|$)/i;

/**
 * Finds the files that a style sheet names by `url(…)` and `@import`. Whatever lies elsewhere is left out.
 *
 * @param text - one letter for each byte, which is how places are counted
 * @param name - of the sheet in its folder
 * @param prefix - what the paths of the folder begin with, with a slash at both ends
 */
export function referencesIn(text: string, name: string, prefix: string): CssReference[] {
  const found: CssReference[] = [];
  for (const { groups = {}, indices } of text.matchAll(TOKEN)) {
    for (const group in groups) {
      const url = groups[group];
      const place = indices?.groups?.[group];
      if (url === undefined || place === undefined) continue;
      const [path = ''] = url.split(/[?#]/, 1);
      const target = ELSEWHERE.test(url) ? undefined : resolveName(path, name, prefix);
      if (target === undefined) continue;
      const [begin] = place;
      found.push({ name: target, start: begin + path.lastIndexOf('/') + 1, end: begin + path.length });
    }
  }
  return found;
}

/** Gives the name that a path leads to; undefined where it leaves the folder or is no path. */
function resolveName(path: string, from: string, prefix: string): string | undefined {
  const isAbsolute = path.startsWith('/');
  if (isAbsolute && !path.startsWith(prefix)) return undefined;
  const parts = isAbsolute ? [] : from.split('/').slice(0, -1);
  for (const part of (isAbsolute ? path.slice(prefix.length) : path).split('/')) {
    if (part === '.') continue;
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
      continue;
    }
    const name = decoded(part);
    if (name === undefined || name === '' || name.includes('/')) return undefined;
    parts.push(name);
  }
  return path.endsWith('.') || parts.length === 0 ? undefined : parts.join('/');
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(Buffer.from(part, 'latin1').toString());
  } catch {
    return undefined;
  }
}
