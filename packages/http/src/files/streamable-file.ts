import type { Readable } from 'node:stream';
import { NotFoundException } from '../contracts/http-exception.js';
import { type FolderLocation, openOnDisk } from './disk-file.js';
import { bodyOf, type FileBody, type FileContent, streamOf } from './file-body.js';

/** What a reply says of a file. */
export interface StreamableFileOptions {
  /**
   * Its media type. Default: by the ending of its name on the disk, or of `fileName` where it is no file of the disk and is
   * saved; else `application/octet-stream`.
   */
  readonly type?: string;
  /** What it is called where it is saved; it may come from a client. Default: none, or its name on the disk. */
  readonly fileName?: string;
  /** Whether a browser shows it or saves it. Default: it saves what has a `fileName`, and shows what it can of the rest. */
  readonly disposition?: 'inline' | 'attachment';
  /** How long a stream is, in bytes. One that is not as long is cut off. Default: unknown; all others know it themselves. */
  readonly length?: number;
  /** What tells one state of it from another, such as a version. Default: none; a file of the disk has one. */
  readonly etag?: string;
  /** When it was last changed. Default: unknown; a file of the disk knows it. */
  readonly lastModified?: Date;
}

/**
 * A file as a reply. A client may ask for a part of it (`Range`), where its bytes can be reached, and for nothing where it has
 * it already (`If-None-Match`, `If-Modified-Since`).
 *
 * A stream in it is destroyed if it is not sent.
 *
 * @example
 * return new StreamableFile(pdf, { type: 'application/pdf', fileName: `invoice ${id}.pdf` });
 * return StreamableFile.fromDisk('reports', name);
 */
export class StreamableFile {
  readonly options: StreamableFileOptions;
  /** Of a file of the disk. @internal */
  readonly nameOnDisk: string | undefined;
  readonly #open: () => FileBody | Promise<FileBody>;
  readonly #stream: Readable | undefined;

  /**
   * @param content - bytes, a text, a blob, a stream of Node's or of the Web, or an async iterable of bytes or texts
   * @throws TypeError if `etag` cannot stand in a header
   */
  constructor(content: FileContent, options?: StreamableFileOptions);
  constructor(content: FileContent | DiskName, options: StreamableFileOptions = {}) {
    const { etag, length } = options;
    this.options = etag === undefined ? options : { ...options, etag: quoted(etag) };
    if (content instanceof DiskName) {
      this.nameOnDisk = content.name;
      this.#open = () => content.open();
      return;
    }
    // From now on: a stream may fail before anybody reads it.
    if (!isPart(content)) this.#stream = streamOf(content as Readable);
    const given = this.#stream ?? content;
    this.#open = () => bodyOf(given, length);
  }

  /**
   * Gives a file of the disk: 404 where there is none.
   *
   * @param folder - what it is in, and stays in: a path from where the process was started, or a `file:` URL
   * @param name - of the file in it, such as `2026/may.pdf`; it may come from a client. Names that lead out of the folder, also
   *   by a link, and those that begin with a dot lead nowhere.
   */
  static fromDisk(folder: FolderLocation, name: string, options?: StreamableFileOptions): StreamableFile {
    return new StreamableFile(new DiskName(folder, name) as never, options);
  }

  /** Opens what is to be sent. @internal */
  open(): FileBody | Promise<FileBody> {
    return this.#open();
  }

  /** Lets go of a stream that nobody will send. @internal */
  discard(): void {
    this.#stream?.destroy();
  }
}

/** What can be had in parts, and fails in nothing. */
function isPart(content: FileContent): boolean {
  return typeof content === 'string' || !(Symbol.asyncIterator in content);
}

/** What a file of the disk is found by. */
class DiskName {
  constructor(
    readonly folder: FolderLocation,
    readonly name: string,
  ) {}

  async open(): Promise<FileBody> {
    const found = await openOnDisk(this.folder, this.name);
    if (typeof found === 'string') throw new NotFoundException('There is no such file.');
    return found;
  }
}

/** What may stand in the quotes of a tag, RFC 9110 §8.8.3. */
const TAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

function quoted(etag: string): string {
  const tag = etag.endsWith('"') ? etag : `"${etag}"`;
  if (TAG.test(tag)) return tag;
  throw new TypeError(`The etag of a StreamableFile is ${JSON.stringify(etag)}, which cannot stand in a header.`);
}
