import { hash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { type AssetFile, lookAtAsset } from './asset-file.js';
import { namesIn, pathOf } from './disk-file.js';
import { prefixOf, type StaticFolder } from './folder-options.js';

/** A file that was asked for by its fingerprint. */
export interface FoundAsset {
  readonly file: AssetFile;
  readonly fingerprint: string;
  /** What is sent, where it is kept; of a style sheet, with the fingerprints of the files that it names. */
  readonly content: Buffer | undefined;
}

/**
 * How much is kept of a file, and of a folder, in bytes. What is beyond is read when it is asked for: of a larger file, that is
 * not what sending it costs.
 */
const MOST_KEPT = { file: 64 * 1024, folder: 16 * 1024 * 1024 };

/**
 * The files of a folder, by the names that have their fingerprints.
 *
 * In production all of them are looked at once. Elsewhere each one is looked at whenever it is asked for, and read again
 * where it was changed.
 */
export class AssetFolder {
  readonly prefix: string;
  readonly #root: string;
  readonly #looksAgain: boolean;
  /** How many bytes may still be kept: none where files change. */
  #left: number;
  readonly #files = new Map<string, AssetFile>();
  /** What is served, by the names with fingerprints, and the paths that lead there: filled once, in production. */
  readonly #found = new Map<string, FoundAsset>();
  readonly #urls = new Map<string, string>();
  #isScanned = false;

  /** @param looksAgain - whether files may change while the application runs */
  constructor({ folder, path }: StaticFolder, looksAgain: boolean) {
    this.prefix = prefixOf(path);
    this.#root = realpathSync(pathOf(folder));
    this.#looksAgain = looksAgain;
    this.#left = looksAgain ? 0 : MOST_KEPT.folder;
  }

  /** Looks at all files in production, unless that was done. */
  scan(): void {
    if (this.#isScanned || this.#looksAgain) return;
    this.#isScanned = true;
    this.#lookAtAll();
    for (const file of this.#files.values()) {
      const found = this.#describe(file);
      const served = withFingerprint(file.name, found.fingerprint);
      this.#found.set(served, found);
      this.#urls.set(file.name, this.#pathOf(served));
    }
  }

  /** Gives the names of all files, in order. */
  names(): string[] {
    this.scan();
    if (this.#looksAgain) this.#lookAtAll();
    return [...this.#files.keys()].toSorted();
  }

  /** Gives the path of a file with its fingerprint; undefined where there is no such file. */
  urlOf(name: string): string | undefined {
    this.scan();
    if (!this.#looksAgain) return this.#urls.get(name);
    const file = this.#look(name);
    return file && this.#pathOf(withFingerprint(name, this.#fingerprintOf(file)));
  }

  /** Finds what is asked for by its present fingerprint. */
  find(served: string): FoundAsset | undefined {
    if (!this.#looksAgain) return this.#found.get(served);
    const name = withoutFingerprint(served);
    const file = name === undefined ? undefined : this.#look(name);
    if (file === undefined || withFingerprint(file.name, this.#fingerprintOf(file)) !== served) return undefined;
    return this.#describe(file);
  }

  /** Gives the file of that very name, as it is on the disk. */
  file(name: string): AssetFile | undefined {
    return this.#looksAgain ? this.#look(name) : this.#files.get(name);
  }

  #lookAtAll(): void {
    const names = new Set(namesIn(this.#root));
    for (const name of this.#files.keys()) if (!names.has(name)) this.#files.delete(name);
    for (const name of names) this.#look(name);
  }

  #look(name: string): AssetFile | undefined {
    const mostKept = Math.min(MOST_KEPT.file, this.#left);
    const file = lookAtAsset(this.#root, this.prefix, name, mostKept, this.#files.get(name));
    if (file) this.#files.set(name, file);
    else this.#files.delete(name);
    if (!this.#looksAgain) this.#left -= file?.content?.length ?? 0;
    return file;
  }

  #describe(file: AssetFile): FoundAsset {
    return { file, fingerprint: this.#fingerprintOf(file), content: this.#contentOf(file) };
  }

  /**
   * Follows from the content, and of a style sheet from that of all files that it leads to, since what is sent names them. They
   * are a set, and not a tree: two sheets may import each other.
   */
  #fingerprintOf({ name: own, digest, references }: AssetFile): string {
    if (references.length === 0) return digest.slice(0, LENGTH);
    const reached = new Set<string>();
    const parts: string[] = [];
    const open = references.map(({ name }) => name);
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const file = name === own || reached.has(name) ? undefined : this.file(name);
      if (!file) continue;
      reached.add(name);
      parts.push(`${file.digest} ${name}`);
      open.push(...file.references.map((reference) => reference.name));
    }
    return hash('sha256', [digest, ...parts.toSorted()].join('\n')).slice(0, LENGTH);
  }

  #contentOf({ content, references }: AssetFile): Buffer | undefined {
    if (content === undefined || references.length === 0) return content;
    const text = content.toString('latin1');
    let written = '';
    let end = 0;
    for (const { name, start, end: behind } of references) {
      const target = this.file(name);
      if (!target) continue;
      const last = withFingerprint(name, this.#fingerprintOf(target)).split('/').at(-1) as string;
      written += text.slice(end, start) + encodePart(last);
      end = behind;
    }
    return Buffer.from(written + text.slice(end), 'latin1');
  }

  #pathOf(served: string): string {
    return encodeURI(this.prefix) + served.split('/').map(encodePart).join('/');
  }
}

/** Of 32 bits: two states of one file meet in it once in four thousand million times. */
const LENGTH = 8;
const FINGERPRINT = /-[\da-f]{8}(\.[^./]*)?$/;

/** Puts a fingerprint before the last ending of a name: `js/app.min-3f2a1b9c.js`. */
function withFingerprint(name: string, fingerprint: string): string {
  const ending = /(?<=[^/])\.[^./]*$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, name.length - ending.length)}-${fingerprint}${ending}`;
}

/** Takes what may be a fingerprint out of a name; gives undefined where there is none. */
export function withoutFingerprint(served: string): string | undefined {
  return FINGERPRINT.test(served) ? served.replace(FINGERPRINT, '$1') : undefined;
}

/** Encodes a part of a path, also for `url(…)` of a style sheet, where brackets and quotes mean something. */
function encodePart(part: string): string {
  return encodeURIComponent(part).replaceAll(
    /['()]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
