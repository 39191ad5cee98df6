import findMyWay from 'find-my-way';

/** What a path of Fastify's router is made of. */
export interface PathReading {
  /** The names of its parameters, `*` for a wildcard. */
  readonly names: readonly string[];
  /**
   * `/orders/:()`: names left out, and of patterns no more than that there is one. The router takes two routes of one
   * shape for the same.
   */
  readonly shape: string;
  readonly hasPattern: boolean;
  /** Whether its patterns admit all that parameters without a pattern do. */
  readonly admitsAll: boolean;
  /** Whether the last parameter may be absent. */
  readonly isOptional: boolean;
}

/** One part of a path: what stands there as it is, or a parameter. */
export type PathPart =
  | { readonly text: string }
  | {
      /** `*` for a wildcard. */
      readonly name: string;
      /** With its brackets. */
      readonly pattern: string | undefined;
      readonly isOptional: boolean;
    };

/** What is wrong with a path, and how to mend it. */
export interface PathFault {
  readonly problem: string;
  readonly fix: string;
}

/** Patterns that admit whatever a parameter without one admits. */
const ADMITS_ALL: ReadonlySet<string> = new Set(['(.*)', '(^.*$)', '(.+)', '(^.+$)', '([^/]+)', '(^[^/]+$)']);

/** Paths of which nothing can be wrong: most are. */
const SIMPLE = /^\/?(?:(?:[\w.~-]+|:[\w$]+)(?:\/(?:[\w.~-]+|:[\w$]+))*)?\/?$/;

/**
 * Gives the names of the parts of a route's path that differ from request to request, `*` for a wildcard.
 *
 * @example
 * parametersOfPath('/shops/:shop/orders/:id(^\\d+$)'); // ['shop', 'id']
 */
export function parametersOfPath(path: string): readonly string[] {
  return readPath(path).names;
}

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

/**
 * Finds what Fastify's router would take in another way than it was meant, or not at all.
 *
 * @param allowsUnsafe - whether patterns may be ones that a client can keep busy
 */
export function faultOfPath(path: unknown, allowsUnsafe = false): PathFault | undefined {
  if (typeof path !== 'string') return { problem: 'is not a string', fix: "write it as a string: '/orders'" };
  const isSimple = SIMPLE.test(path);
  if (isSimple && path.indexOf(':') === path.lastIndexOf(':')) return undefined;
  if (/^\s|\s$|[\t\r\n]/.test(path)) {
    return { problem: 'begins or ends with a blank, or has a line break', fix: 'leave it out' };
  }
  if (path.includes('#')) return { problem: 'has a #, which never reaches a server', fix: 'leave it out' };
  const plain = plainOf(path);
  if (plain === undefined)
    return { problem: 'has a bracket without its partner', fix: 'close the pattern: /:id(^\\d+$)' };
  return faultOfPlain(plain) ?? (plain === path ? undefined : faultOfPatterns(path, allowsUnsafe));
}

/** Looks at a path whose patterns are empty brackets. */
function faultOfPlain(plain: string): PathFault | undefined {
  const code = /%[\da-f]{2}/i.exec(plain)?.[0];
  if (code !== undefined) {
    return {
      problem: `has ${code}, but is compared with what a URL says once it is decoded`,
      fix: 'write the letter itself: /a b, not /a%20b',
    };
  }
  const mark = plain.indexOf('?');
  if (mark !== -1 && (mark !== plain.length - 1 || !/\/:[^/]+\?$/.test(plain))) {
    return {
      problem: 'has a ? that does not stand behind its last parameter',
      fix: 'the query is no part of a path: take it by @Query(); only the last parameter may be optional: /:page?',
    };
  }
  if (plain.endsWith(')?')) {
    return {
      problem: 'has a parameter with both a pattern and a ?, which the router does not know',
      fix: "give two paths: ['/pages', '/pages/:page(^\\\\d+$)']",
    };
  }
  if (plain.includes('//')) return { problem: 'has two slashes in a row', fix: 'keep one of them' };
  if (/:(?![\w$:])/.test(plain.replaceAll('::', ''))) {
    return {
      problem: 'has a : without a name behind it',
      fix: 'name the parameter, as in /:id, or write :: for a colon',
    };
  }
  const [, name, end] = /(?<!:):([\w$]+)([^\w$/.?(-])/.exec(plain) ?? [];
  if (name !== undefined) {
    return {
      problem: `does not say where its parameter ${name} ends: only /, - and . end one`,
      fix: `give it a pattern that stops there: :${name}([^${end}]+)${end}`,
    };
  }
  if (plain.replace(/:[\w$]+\(\)/g, '').includes('()')) {
    return {
      problem: 'has a pattern without a parameter before it',
      fix: 'name what it is the pattern of: /:id(^\\d+$)',
    };
  }
  const star = plain.indexOf('*');
  if (star !== -1 && star !== plain.length - 1) {
    return {
      problem: 'has a * that does not stand at its end',
      fix: 'put the wildcard at the end, or use a parameter: /:name',
    };
  }
  const names = namesOf(plain);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice !== undefined) {
    return { problem: `has the parameter ${twice} twice`, fix: 'give each parameter a name of its own' };
  }
  return undefined;
}

/** Asks the router itself: it alone knows which patterns it takes for safe. */
function faultOfPatterns(path: string, allowUnsafeRegex: boolean): PathFault | undefined {
  try {
    findMyWay({ allowUnsafeRegex }).on('GET', path, () => undefined);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as Error).name === 'SyntaxError') {
      return { problem: 'has a pattern that is no regular expression', fix: 'mend the pattern, as in /:id(^\\d+$)' };
    }
    return {
      problem: 'has a pattern that a client could keep busy for very long',
      fix: 'repeat nothing that repeats something itself: (^\\d+$) in place of (^(\\d+)*$)',
    };
  }
}

/** Reads a path without faults. */
export function readPath(path: string): PathReading {
  const hasPattern = path.includes('(');
  const plain = hasPattern ? (plainOf(path) as string) : path;
  const names = namesOf(plain);
  const isOptional = plain.endsWith('?');
  const named = isOptional ? plain.slice(0, -1) : plain;
  const shape = names.length === 0 ? named : named.replace(PARAMETER, ':');
  if (!hasPattern) return { names, shape, hasPattern, admitsAll: true, isOptional };
  const patterns = partsOfPath(path).flatMap((part) => ('name' in part ? (part.pattern ?? []) : []));
  return { names, shape, hasPattern, admitsAll: patterns.every((pattern) => ADMITS_ALL.has(pattern)), isOptional };
}

/** Splits a path without faults into its parameters and what stands between them. */
export function partsOfPath(path: string): readonly PathPart[] {
  const parts: PathPart[] = [];
  const addText = (text: string): void => {
    if (text !== '') parts.push({ text: text.replaceAll('::', ':') });
  };
  const isWild = path.endsWith('*');
  forEachPart(isWild ? path.slice(0, -1) : path, (text, isPattern) => {
    if (isPattern) {
      const parameter = parts.pop() as Extract<PathPart, { readonly name: string }>;
      parts.push({ ...parameter, pattern: text });
      return;
    }
    let start = 0;
    for (const { 0: found, index } of text.matchAll(PARAMETER)) {
      addText(text.slice(start, index));
      start = index + found.length;
      const isOptional = text[start] === '?';
      if (isOptional) start++;
      parts.push({ name: found.slice(1), pattern: undefined, isOptional });
    }
    addText(text.slice(start));
  });
  if (isWild) parts.push({ name: '*', pattern: undefined, isOptional: false });
  return parts;
}

/** A parameter, where no second colon makes it a letter. */
const PARAMETER = /(?<!:):[\w$]+/g;

function namesOf(plain: string): string[] {
  const names = plain.includes(':') ? Array.from(plain.matchAll(PARAMETER), ([name]) => name.slice(1)) : [];
  if (plain.endsWith('*')) names.push('*');
  return names;
}

/** Gives a path with `()` in the place of each pattern; undefined if a bracket has no partner. */
function plainOf(path: string): string | undefined {
  if (!path.includes('(') && !path.includes(')')) return path;
  let plain = '';
  const isClosed = forEachPart(path, (text, isPattern) => {
    plain += isPattern ? '()' : text;
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
