import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OpenApiInfo } from './document.js';

/** What a package.json has, as far as it tells of an API. */
interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly description?: string;
  readonly license?: string;
  readonly author?: string | { readonly name?: string; readonly email?: string; readonly url?: string };
}

/**
 * Reads what an application says of itself from the nearest package.json.
 *
 * @param folder - where to look first, and then above
 */
export function readPackageInfo(folder: string): OpenApiInfo {
  const { name = 'API', version = '0.0.0', description, license, author } = nearestManifest(folder);
  const contact = typeof author === 'string' ? contactOf(author) : author;
  return {
    title: name,
    version,
    ...(description !== undefined && { description }),
    ...(contact && { contact }),
    ...(license !== undefined && { license: { name: license, identifier: license } }),
  };
}

function nearestManifest(folder: string): Manifest {
  for (let at = folder; ; at = dirname(at)) {
    try {
      return JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')) as Manifest;
    } catch {
      if (at === dirname(at)) return {};
    }
  }
}

/** Reads npm's short form: `Ada Lovelace <ada@example.org> (https://example.org)`. */
function contactOf(author: string): NonNullable<OpenApiInfo['contact']> {
  const [, name = '', email, url] = /^([^<(]*)(?:<([^>]*)>)?\s*(?:\(([^)]*)\))?/.exec(author) ?? [];
  return { ...(name.trim() && { name: name.trim() }), ...(email && { email }), ...(url && { url }) };
}
