import { isUtf8 } from 'node:buffer';
import { constants, createReadStream, existsSync } from 'node:fs';
import { chmod, copyFile, link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { type ContextKey, createContextKey, type RequestContext } from './context.js';
import type { EnhancerClass } from './enhancers.js';
import { BadRequestException } from './http-exception.js';

/** What is known of a file before its bytes have come. */
export interface UploadInfo {
  /** The name of the form's field. */
  readonly fieldName: string;
  /**
   * What the client calls the file: the last part of its path, without control characters and without dots at its
   * beginning. May be empty. It is something to show, and no name to store a file by.
   */
  readonly fileName: string;
  /** The media type that the client claims, such as `image/png`. Nobody has looked whether that is true. */
  readonly claimedType: string | undefined;
  /** The media type that was found in the content, where `types` asks for some. */
  readonly type: string | undefined;
}

/**
 * Takes a file's bytes as they come, in place of memory and disk.
 *
 * @example
 * @Injectable()
 * export class Archive implements UploadSink {
 *   constructor(private readonly storage: ObjectStorage) {}
 *   open() {
 *     return this.storage.createWriteStream(randomUUID());
 *   }
 * }
 */
export interface UploadSink {
  /**
   * Gives what the bytes are written to. It is ended behind the last one, and destroyed if something fails before. What was
   * written whole stays, also where the request is refused later.
   */
  open(file: UploadInfo, context: RequestContext): Writable | PromiseLike<Writable>;
}

/**
 * Where a hook says what is to look at the texts of a form before the first of its files leads to anything, such as a sink that is
 * opened. What it throws is answered. It gets the texts that have come before.
 */
export const BEFORE_FILES: ContextKey<(texts: Readonly<Record<string, unknown>>) => void> =
  createContextKey<(texts: Readonly<Record<string, unknown>>) => void>('check before files');

/** Where the bytes of an upload go. */
export type UploadTarget = 'memory' | 'disk' | 'handler' | SinkReference;
/** A sink: a class that the container makes, an object, or a function. */
export type SinkReference = EnhancerClass<UploadSink> | UploadSink | UploadSink['open'];

/** Where an upload's bytes are. @internal */
export type UploadPlace =
  | { readonly kind: 'memory'; readonly bytes: Buffer }
  | { readonly kind: 'disk'; readonly path: string }
  | { readonly kind: 'sink'; readonly stream: Writable };

/** How `saveTo` writes. */
export interface SaveOptions {
  /** Whether it may take the place of a file that is there. Default: false. */
  readonly overwrite?: boolean;
  /** Who may read and write the file, as of `chmod`. Default: 0o600, its owner alone. */
  readonly mode?: number;
}

/**
 * A file of a form that has come whole: what `@UploadedFile` gives.
 *
 * Small ones are in memory and larger ones on disk; how it is asked for makes no difference. What was not saved is gone once
 * the reply was sent.
 */
export class Upload implements UploadInfo {
  readonly fieldName: string;
  readonly fileName: string;
  readonly claimedType: string | undefined;
  readonly type: string | undefined;
  /** In bytes. */
  readonly size: number;
  #place: UploadPlace;

  /** @internal */
  constructor({ fieldName, fileName, claimedType, type }: UploadInfo, size: number, place: UploadPlace) {
    this.fieldName = fieldName;
    this.fileName = fileName;
    this.claimedType = claimedType;
    this.type = type;
    this.size = size;
    this.#place = place;
  }

  /** Where the file is, if it is on disk: for libraries that take a path. */
  get path(): string | undefined {
    return this.#place.kind === 'disk' ? this.#place.path : undefined;
  }

  /** What a sink has opened for it; undefined where there is no sink. */
  get sink(): Writable | undefined {
    return this.#place.kind === 'sink' ? this.#place.stream : undefined;
  }

  /** Gives all of it. */
  async bytes(): Promise<Buffer> {
    const place = this.#readable();
    return place.kind === 'memory' ? place.bytes : readFile(place.path);
  }

  /**
   * Gives all of it as text.
   *
   * @throws BadRequestException, code `invalid-utf8`, if it is not UTF-8
   */
  async text(): Promise<string> {
    const bytes = await this.bytes();
    if (!isUtf8(bytes)) throw new BadRequestException('A file is not valid UTF-8.', { code: 'invalid-utf8' });
    return bytes.toString('utf8');
  }

  /** Gives it piece by piece. */
  stream(): Readable {
    const place = this.#readable();
    return place.kind === 'memory' ? Readable.from([place.bytes], { objectMode: false }) : createReadStream(place.path);
  }

  /**
   * Keeps the file for good. Where it is on the same disk already, it is moved.
   *
   * @param path - a path of your own making: `fileName` is what a stranger has chosen
   * @throws an error with the code `EEXIST` if a file is there, unless `overwrite` is set; one with the code `ENOENT` if its
   *   folder is not there
   */
  async saveTo(path: string, { overwrite = false, mode = 0o600 }: SaveOptions = {}): Promise<void> {
    const place = this.#readable();
    try {
      if (place.kind === 'memory') {
        await writeFile(path, place.bytes, { flag: overwrite ? 'w' : 'wx', mode });
      } else {
        await moveFile(place.path, path, overwrite);
        this.#place = { kind: 'disk', path };
      }
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? withFolder(error as Error, path) : error;
    }
    await chmod(path, mode);
  }

  #readable(): Exclude<UploadPlace, { readonly kind: 'sink' }> {
    if (this.#place.kind !== 'sink') return this.#place;
    throw new TypeError(`The bytes of ${JSON.stringify(this.fieldName)} went into the sink, and are not here.`);
  }
}

/** Tells of the folder, where that is what is not there: the system names the file alone. */
function withFolder(cause: Error, path: string): Error {
  const folder = resolve(dirname(path));
  if (existsSync(folder)) return cause;
  const message =
    `There is no folder ${folder} to save an upload in. ` +
    `Make it before requests come, such as in onInit: await mkdir(${JSON.stringify(folder)}, { recursive: true }).`;
  return Object.assign(new Error(message, { cause }), { code: 'ENOENT' });
}

/** Moves a file, also to another disk; a link is what does not take the place of another file. */
async function moveFile(from: string, to: string, overwrite: boolean): Promise<void> {
  try {
    if (overwrite) {
      await rename(from, to);
      return;
    }
    await link(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another disk, or one that has no links.
    if (code !== 'EXDEV' && code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    await copyFile(from, to, overwrite ? 0 : constants.COPYFILE_EXCL);
  }
  await rm(from, { force: true });
}

/**
 * A file of a form whose bytes are still to come: what `@UploadedFile` with `{ to: 'handler' }` gives.
 *
 * It fails with what the client is to be told if the file is larger than it may be, or does not come to its end. What nobody
 * reads is not kept.
 */
export class UploadStream extends Readable implements UploadInfo {
  readonly fieldName: string;
  readonly fileName: string;
  readonly claimedType: string | undefined;
  readonly type: string | undefined;
  readonly #chunks: AsyncIterator<Buffer>;

  /** @internal */
  constructor({ fieldName, fileName, claimedType, type }: UploadInfo, chunks: AsyncIterable<Buffer>) {
    super();
    this.fieldName = fieldName;
    this.fileName = fileName;
    this.claimedType = claimedType;
    this.type = type;
    this.#chunks = chunks[Symbol.asyncIterator]();
    // Whoever reads it is told. An error that comes when nobody does must not end the process.
    this.on('error', () => {});
  }

  override _read(): void {
    this.#chunks.next().then(
      ({ done, value }) => this.push(done === true ? null : value),
      (error: unknown) => this.destroy(error as Error),
    );
  }
}
