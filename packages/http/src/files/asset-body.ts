import type { AssetFile } from './asset-file.js';
import type { AssetFolder, FoundAsset } from './asset-folder.js';
import { openReal } from './disk-file.js';
import { compressOnce, type Encoding, endingOf } from './encodings.js';
import { bodyOf, type FileBody } from './file-body.js';

/** A file that was asked for by its fingerprint, and is open. */
export interface OpenedAsset {
  readonly body: FileBody;
  readonly encoding: Encoding | undefined;
  /** Whether it is what the fingerprint says: somebody may have changed it on the disk since then. */
  readonly isAsAsked: boolean;
}

/**
 * Opens a file by its fingerprint, or what it was compressed to.
 *
 * @returns undefined where it is no longer there
 */
export async function openAsset(
  assets: AssetFolder,
  { file, fingerprint, content }: FoundAsset,
  encoding: Encoding | undefined,
): Promise<OpenedAsset | undefined> {
  const etag = `"${fingerprint}"`;
  const compressed = encoding && assets.file(file.name + endingOf(encoding));
  if (encoding && compressed) {
    // What stands beside a style sheet was compressed from the one that names no fingerprints.
    const bytes =
      file.references.length > 0 && content ? await compressOnce(content, encoding) : (compressed.content ?? undefined);
    return open(compressed, bytes, etag, encoding);
  }
  return open(file, content, etag, undefined);
}

async function open(
  { path, tag }: AssetFile,
  content: Buffer | undefined,
  etag: string,
  encoding: Encoding | undefined,
): Promise<OpenedAsset | undefined> {
  if (content) return { body: { ...bodyOf(content, undefined), etag }, encoding, isAsAsked: true };
  const body = await openReal(path).catch(() => undefined);
  if (body === undefined || typeof body === 'string') return undefined;
  const isAsAsked = body.etag === tag;
  return { body: isAsAsked ? { ...body, etag, lastModified: undefined } : body, encoding, isAsAsked };
}
