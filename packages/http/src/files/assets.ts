import { type Logger, nearestNames, TenonError } from '@tenon/core';
import * as faults from '../errors.js';
import { AssetFolder } from './asset-folder.js';
import { prefixOf, type StaticFolder } from './folder-options.js';

/** Which modules a browser is to load for the paths that others import. */
export interface ImportMap {
  readonly imports: Readonly<Record<string, string>>;
}

/** What is behind a path of `staticFiles`. */
interface Place {
  readonly prefix: string;
  readonly options: StaticFolder;
  /** Where it has fingerprints; made when it is asked for first. */
  folder: AssetFolder | undefined;
}

/** How many unknown names are remembered, so that each is logged once. */
const MOST_LOGGED = 100;

/**
 * Gives the paths of files with their fingerprints, under which browsers keep them for ever. Injected as a class.
 *
 * @example
 * constructor(private readonly assets: Assets) {}
 * // this.assets.url('/app.css') is '/app-3f2a1b9c.css'
 */
export class Assets {
  readonly #places: readonly Place[];
  readonly #logger: Logger;
  readonly #logged = new Set<string>();
  readonly #isProduction = process.env['NODE_ENV'] === 'production';

  /** @internal */
  constructor(folders: readonly StaticFolder[], logger: Logger) {
    this.#logger = logger;
    this.#places = folders
      .map((options) => ({ prefix: prefixOf(options.path), options, folder: undefined }))
      // As the router has it: the longest one answers alone.
      .toSorted((one, other) => other.prefix.length - one.prefix.length);
  }

  /** Gives the folder that was made of options; undefined where it has no fingerprints. @internal */
  folderOf(options: StaticFolder): AssetFolder | undefined {
    const place = this.#places.find((each) => each.options === options);
    return place && this.#folder(place);
  }

  /**
   * Gives the path of a file with its fingerprint. In a folder without `fingerprint` it is the path itself.
   *
   * In production, a file that is not there is logged, once, and its path is given as it is: a page without a picture is better
   * than none.
   *
   * @param path - as a browser would ask for the file, not encoded: with the `path` of its folder, and from the root; behind
   *   it, `#` or `?` and what follows stays
   * @throws TenonError `TENON_HTTP_UNKNOWN_ASSET`, unless `NODE_ENV` is `production`
   */
  url(path: string): string {
    const whole = path.startsWith('/') ? path : `/${path}`;
    const found = this.#find(whole);
    if (found !== undefined) return found;
    const suffix = /[?#].*$/s.exec(whole)?.[0] ?? '';
    const bare = suffix === '' ? undefined : this.#find(whole.slice(0, -suffix.length));
    return bare === undefined ? this.#unknown(path) : bare + suffix;
  }

  /**
   * Gives the import map of the modules (`.js` and `.mjs`) whose paths begin with a start: what they import of each other by
   * relative paths is then asked for by its fingerprint. It stands in a page before all modules.
   *
   * @param start - as in `url`. Default: `/`, for all modules
   * @see https://html.spec.whatwg.org/multipage/webappapis.html#import-maps
   */
  importMap(start = '/'): ImportMap {
    const imports: Record<string, string> = {};
    for (const place of this.#places) {
      const folder = this.#folder(place);
      for (const name of folder?.names() ?? []) {
        const url = /\.m?js$/.test(name) && `${place.prefix}${name}`.startsWith(start) && folder?.urlOf(name);
        if (url) imports[encodeURI(place.prefix) + name.split('/').map(encodeURIComponent).join('/')] = url;
      }
    }
    return { imports };
  }

  #find(path: string): string | undefined {
    const place = this.#places.find(({ prefix }) => path.startsWith(prefix));
    if (!place) return undefined;
    const name = path.slice(place.prefix.length);
    const folder = this.#folder(place);
    return folder ? folder.urlOf(name) : encodeURI(path).replaceAll(/[?#]/g, encodeURIComponent);
  }

  #folder(place: Place): AssetFolder | undefined {
    if (place.options.fingerprint !== true) return undefined;
    return (place.folder ??= new AssetFolder(place.options, !this.#isProduction));
  }

  #unknown(path: string): string {
    if (this.#isProduction && (this.#logged.has(path) || this.#logged.size >= MOST_LOGGED)) return plain(path);
    const known = this.#places.flatMap((place) =>
      (this.#folder(place)?.names() ?? []).map((name) => place.prefix + name),
    );
    // The path of the folder is what is forgotten most.
    const near = known.find((name) => name.endsWith(path)) ?? nearestNames(path, known)[0];
    const error = new TenonError([faults.unknownAsset({}, { name: path, near, hasFolders: this.#places.length > 0 })]);
    if (!this.#isProduction) throw error;
    this.#logged.add(path);
    this.#logger.error(error.message);
    return plain(path);
  }
}

/** Encodes what no attribute or header could bear, and leaves the rest. */
function plain(path: string): string {
  return encodeURI(path.toWellFormed());
}
