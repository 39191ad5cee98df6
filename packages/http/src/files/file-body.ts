import { Readable, Transform, pipeline } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { ByteRange } from './byte-range.js';

/** What a file may be made of: bytes, a text, a blob, a stream of Node's or of the Web, or an async iterable of bytes or texts. */
export type FileContent =
  | Uint8Array
  | string
  | Blob
  | Readable
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>;

/** The bytes of a file, of which some may be asked for, or none. One of `read` and `discard` is called, once. */
export interface FileBody {
  /** In bytes; undefined where that is not known before it has been read. */
  readonly size: number | undefined;
  /** Whether a part of it can be read. */
  readonly hasParts: boolean;
  /** In the form of the header; undefined where nothing tells one state of it from another. */
  readonly etag: string | undefined;
  readonly lastModified: Date | undefined;
  read(part: ByteRange | undefined): Readable | Buffer;
  /** Lets go of what was opened, or given: nobody will read it. */
  discard(): void;
}

/** Gives the body of what an application has given. */
export function bodyOf(content: FileContent, length: number | undefined): FileBody {
  if (typeof content === 'string') return bodyOfBytes(Buffer.from(content));
  if (content instanceof Uint8Array)
    return bodyOfBytes(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
  if (isBlob(content)) return bodyOfBlob(content);
  return bodyOfStream(streamOf(content), length);
}

function bodyOfBytes(bytes: Buffer): FileBody {
  return {
    size: bytes.length,
    hasParts: true,
    ...NOT_TOLD,
    read: (part) => (part ? bytes.subarray(part.start, part.end + 1) : bytes),
    discard: () => {},
  };
}

function bodyOfBlob(blob: Blob): FileBody {
  return {
    size: blob.size,
    hasParts: true,
    ...NOT_TOLD,
    read: (part) => {
      const asked = part ? blob.slice(part.start, part.end + 1) : blob;
      return Readable.fromWeb(asked.stream());
    },
    discard: () => {},
  };
}

function bodyOfStream(stream: Readable, length: number | undefined): FileBody {
  return {
    size: length,
    hasParts: false,
    ...NOT_TOLD,
    read: () => (length === undefined ? stream : exactly(stream, length)),
    discard: () => stream.destroy(),
  };
}

/**
 * Makes sure that a stream is as long as was said: one that is longer would begin the next reply of its connection, and one
 * that is shorter would keep a client waiting. Either is cut off.
 */
export function exactly(stream: Readable, length: number): Readable {
  let left = length;
  const fault = (): Error =>
    new Error(`A file of ${length} bytes has turned out to have ${left < 0 ? 'more' : 'fewer'}.`);
  const check = new Transform({
    transform: (chunk: Uint8Array, _, done) => {
      left -= chunk.length;
      if (left < 0) done(fault());
      else done(null, chunk);
    },
    flush: (done) => done(left === 0 ? null : fault()),
  });
  return pipeline(stream, check, () => {});
}

/** Makes a stream of Node's of what can be gone through. What it has to say before anybody reads it ends no process. */
export function streamOf(content: Readable | ReadableStream | AsyncIterable<unknown>): Readable {
  const stream =
    'pipe' in content
      ? content
      : 'getReader' in content
        ? Readable.fromWeb(content)
        : Readable.from(content, { objectMode: false });
  return stream.on('error', () => {});
}

const NOT_TOLD = { etag: undefined, lastModified: undefined };

/** Known by its tag: the mention of the class would load it. */
function isBlob(value: object): value is Blob {
  const tag = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  return (tag === 'Blob' || tag === 'File') && 'stream' in value;
}
