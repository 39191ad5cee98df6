import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { type CssReference, referencesIn } from './css-references.js';
import { realPathIn, tagOf } from './disk-file.js';

/** A file as it was when it was looked at. */
export interface AssetFile {
  /** In its folder, with slashes. */
  readonly name: string;
  /** Where it is on the disk, over no link. */
  readonly path: string;
  /** What it has by its size and time, as every file of the disk. */
  readonly tag: string;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly digest: string;
  /** Its bytes; undefined where there are many, and it is no style sheet that names others. */
  readonly content: Buffer | undefined;
  /** The other files that a style sheet names. */
  readonly references: readonly CssReference[];
}

/** What is read at once, in bytes. */
const PIECE = 1024 * 1024;
const NO_REFERENCES: readonly CssReference[] = Object.freeze([]);

/**
 * Looks at a file of a folder, and reads it unless it is as it was.
 *
 * @param root - the real path of the folder
 * @param prefix - what its paths begin with
 * @param mostKept - how many bytes it may have to be kept
 * @param known - what it was when it was looked at before
 * @returns undefined where there is no such file, or none that may be read
 */
export function lookAtAsset(
  root: string,
  prefix: string,
  name: string,
  mostKept: number,
  known: AssetFile | undefined,
): AssetFile | undefined {
  const path = realPathIn(root, name);
  if (path === undefined) return undefined;
  try {
    const stat = statSync(path, { bigint: true });
    if (!stat.isFile()) return undefined;
    const tag = tagOf(stat);
    if (known?.path === path && known.tag === tag) return known;
    return { name, path, tag, ...read(path, name, prefix, Number(stat.size), mostKept) };
  } catch {
    // It has gone meanwhile, or is not for us: then it is for no client either.
    return undefined;
  }
}

function read(
  path: string,
  name: string,
  prefix: string,
  size: number,
  mostKept: number,
): Pick<AssetFile, 'digest' | 'content' | 'references'> {
  const descriptor = openSync(path, 'r');
  try {
    const isSheet = /\.css$/i.test(name);
    if (size > PIECE && !isSheet)
      return { digest: digestInPieces(descriptor), content: undefined, references: NO_REFERENCES };
    const bytes = Buffer.alloc(size);
    let length = 0;
    for (let count = -1; length < size && count !== 0; length += count)
      count = readSync(descriptor, bytes, length, size - length, null);
    const content = bytes.subarray(0, length);
    // One letter for each byte: whatever the sheet is written in, what is not replaced stays as it is.
    const references = isSheet ? referencesIn(content.toString('latin1'), name, prefix) : NO_REFERENCES;
    const isKept = size <= mostKept || references.length > 0;
    return { digest: hash('sha256', content), content: isKept ? content : undefined, references };
  } finally {
    closeSync(descriptor);
  }
}

function digestInPieces(descriptor: number): string {
  const digest = createHash('sha256');
  const piece = Buffer.allocUnsafe(PIECE);
  for (let count = -1; count !== 0;) {
    count = readSync(descriptor, piece, 0, PIECE, null);
    digest.update(piece.subarray(0, count));
  }
  return digest.digest('hex');
}
