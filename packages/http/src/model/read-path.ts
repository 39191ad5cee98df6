/** What a path of Fastify's router is made of. */
export interface PathReading {
  /** The names of its parameters, `*` for a wildcard. */
  readonly names: readonly string[];
  /** Names left out and patterns kept: two routes of one shape answer the same requests. */
  readonly shape: string;
  /** The same with the patterns left out, and whether one of them admits everything. */
  readonly bare: string;
  readonly hasPattern: boolean;
  readonly admitsAll: boolean;
  /** Whether the last parameter may be absent. */
  readonly isOptional: boolean;
}

/** What is wrong with a path, and how to mend it. */
export interface PathFault {
  readonly problem: string;
  readonly fix: string;
}

/** Patterns that admit whatever a parameter without one admits. */
const ADMITS_ALL: ReadonlySet<string> = new Set(['(.*)', '(^.*$)', '(.+)', '(^.+$)', '([^/]+)', '(^[^/]+$)']);

/** Joins parts of a path: one slash between them, none at the end. */
export function joinPaths(...parts: readonly string[]): string {
  let path = '';
  for (const part of parts) {
    if (part === '' || part === '/') continue;
    const start = part.startsWith('/') ? part : `/${part}`;
    path += start.endsWith('/') ? start.slice(0, -1) : start;
  }
  return path === '' ? '/' : path;
}

/** Finds what Fastify's router would take in another way than it was meant, or not at all. */
export function faultOfPath(path: unknown): PathFault | undefined {
  if (typeof path !== 'string') return { problem: 'is not a string', fix: "write it as a string: '/orders'" };
  if (/[\s#]/.test(path)) {
    return { problem: 'has a blank or #, which no URL has', fix: 'write it as it stands in a URL: %20 for a blank' };
  }
  const plain = withoutPatterns(path);
  if (plain === undefined)
    return { problem: 'has a bracket that is never closed', fix: 'close the pattern: /:id(^\\d+$)' };
  const mark = plain.indexOf('?');
  if (mark !== -1 && (mark !== plain.length - 1 || !/:[^/:?]+\?$/.test(plain))) {
    return {
      problem: 'has a ? that does not stand behind its last parameter',
      fix: 'the query is no part of a path: take it by @Query(); only the last parameter may be optional: /:page?',
    };
  }
  const star = plain.indexOf('*');
  if (star !== -1 && star !== plain.length - 1) {
    return {
      problem: 'has a * that does not stand at its end',
      fix: 'put the wildcard at the end, or use a parameter: /:name',
    };
  }
  if (plain.includes('//')) return { problem: 'has two slashes in a row', fix: 'keep one of them' };
  if (/:(?![\w$:])/.test(plain.replaceAll('::', ''))) {
    return {
      problem: 'has a : without a name behind it',
      fix: 'name the parameter, as in /:id, or write :: for a colon',
    };
  }
  const names = namesOf(plain);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    return { problem: `has the parameter ${twice} twice`, fix: 'give each parameter a name of its own' };
  }
  return undefined;
}

/** Reads a path without faults. */
export function readPath(path: string): PathReading {
  const hasPattern = path.includes('(');
  const plain = hasPattern ? (withoutPatterns(path) as string) : path;
  const isOptional = plain.endsWith('?');
  const bare = (isOptional ? plain.slice(0, -1) : plain).replace(PARAMETER, ':');
  if (!hasPattern) return { names: namesOf(plain), shape: bare, bare, hasPattern, admitsAll: true, isOptional };
  let shape = '';
  const patterns: string[] = [];
  forEachPart(path, (text, isPattern) => {
    if (isPattern) patterns.push(text);
    shape += isPattern ? text : text.replace(PARAMETER, ':').replace(/\?$/, '');
  });
  const admitsAll = patterns.every((pattern) => ADMITS_ALL.has(pattern));
  return { names: namesOf(plain), shape: admitsAll ? bare : shape, bare, hasPattern, admitsAll, isOptional };
}

const PARAMETER = /(?<!:):[\w$]+/g;

function namesOf(plain: string): string[] {
  const names = Array.from(plain.matchAll(PARAMETER), ([name]) => name.slice(1));
  return plain.endsWith('*') ? [...names, '*'] : names;
}

/** Gives a path without what stands in brackets; undefined if a bracket is never closed. */
function withoutPatterns(path: string): string | undefined {
  if (!path.includes('(') && !path.includes(')')) return path;
  let plain = '';
  const isClosed = forEachPart(path, (text, isPattern) => {
    if (!isPattern) plain += text;
  });
  return isClosed ? plain : undefined;
}

/** Splits a path into patterns and what stands between them. Gives whether all brackets are closed. */
function forEachPart(path: string, take: (text: string, isPattern: boolean) => void): boolean {
  let start = 0;
  let depth = 0;
  for (let index = 0; index < path.length; index++) {
    const letter = path[index];
    if (letter === '\\') index++;
    else if (letter === '(') {
      if (depth++ === 0) {
        take(path.slice(start, index), false);
        start = index;
      }
    } else if (letter === ')') {
      if (depth-- === 0) return false;
      if (depth === 0) {
        take(path.slice(start, index + 1), true);
        start = index + 1;
      }
    }
  }
  take(path.slice(start), false);
  return depth === 0;
}
