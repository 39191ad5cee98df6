import type { FolderLocation } from './disk-file.js';

/** A folder whose files everybody may have. */
export interface StaticFolder {
  /** A path from where the process is started, or a `file:` URL. */
  readonly folder: FolderLocation;
  /** What the paths of its files begin with; the application's prefix does not stand before it. Default: `/`. */
  readonly path?: string;
  /** What answers for a folder in it, or false for nothing. Default: `index.html`. */
  readonly index?: string | false;
  /** The header of that name. Default: `public, max-age=0`: kept, and asked for anew each time. */
  readonly cacheControl?: string;
  /**
   * Whether `app.js.br` or `app.js.gz` is sent in place of `app.js` where there is one and the client takes it. Default: false.
   */
  readonly precompressed?: boolean;
  /**
   * Whether each file has a second path, with a fingerprint of its content, under which it may be kept for ever: `Assets` gives
   * it. Default: false.
   */
  readonly fingerprint?: boolean;
}

/** Gives what the paths of a folder begin with, with a slash at both ends. */
export function prefixOf(path = '/'): string {
  return `/${path.replace(/^\/+|\/+$/g, '')}/`.replace('//', '/');
}
