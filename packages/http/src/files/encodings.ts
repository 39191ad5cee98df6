import type { BrotliOptions, ZlibOptions } from 'node:zlib';

/** How files may be encoded, the best first. */
export const ENCODINGS = ['br', 'gzip'] as const;

/** A content coding by its name in HTTP. */
export type Encoding = (typeof ENCODINGS)[number];

/** Gives the ending of files that were encoded before. */
export function endingOf(encoding: Encoding): string {
  return encoding === 'br' ? '.br' : '.gz';
}

const known = new WeakMap<Buffer, Map<Encoding, Promise<Buffer>>>();

/** Compresses bytes as far as it goes. Done once, as long as the bytes are there. */
export function compressOnce(bytes: Buffer, encoding: Encoding): Promise<Buffer> {
  let made = known.get(bytes);
  if (!made) known.set(bytes, (made = new Map<Encoding, Promise<Buffer>>()));
  let one = made.get(encoding);
  if (!one) made.set(encoding, (one = compress(bytes, encoding)));
  return one;
}

async function compress(bytes: Buffer, encoding: Encoding): Promise<Buffer> {
  const { brotliCompress, constants, gzip } = await import('node:zlib');
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, result: Buffer): void => (error ? reject(error) : resolve(result));
    const text: BrotliOptions = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
    const best: ZlibOptions = { level: constants.Z_BEST_COMPRESSION };
    if (encoding === 'br') brotliCompress(bytes, text, done);
    else gzip(bytes, best, done);
  });
}
