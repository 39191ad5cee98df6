import type { ForeignDocument } from './foreign-document.js';

/** Where references may lead to, of which the types of a client are made. */
const LOCAL = /^#\/(?:components|paths|webhooks|\$defs)\//;

/**
 * Refuses a document that would make a client read what nobody asked for, or send what it has elsewhere.
 *
 * @throws TypeError that says why, and where
 */
export function checkDocument(document: ForeignDocument): void {
  const { paths = {} } = document;
  if (typeof paths !== 'object' || paths === null) throw new TypeError('Its paths are no object.');
  for (const [path, item] of Object.entries(paths)) {
    if (path.startsWith('x-')) continue;
    // A path is put behind the address of the service: `@example.org` and `//example.org` would make
    // another host of it. Of some characters a URL knows nothing.
    if (!/^\/(?![/\\])/.test(path.replaceAll(/[\t\n\r]/g, ''))) {
      throw new TypeError(`The path ${JSON.stringify(path)} does not begin with one slash.`);
    }
    if (typeof item !== 'object' || item === null) throw new TypeError(`There is nothing at the path ${path}.`);
  }
  for (const reference of referencesIn(document)) {
    // Others would have files read and hosts asked; and the first step of a reference stands in a client as it is.
    if (!LOCAL.test(reference)) {
      throw new TypeError(
        `It refers to ${JSON.stringify(reference)}. References are followed within its components alone: bundle it into one file first.`,
      );
    }
  }
}

function* referencesIn(value: unknown): Generator<string> {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, inner] of Object.entries(next)) {
      if (key === '$ref' && typeof inner === 'string') yield inner;
      else left.push(inner);
    }
  }
}
