import type { Readable } from 'node:stream';
import type { Dicer } from '@fastify/busboy';
import { invalidForm, tooMuch } from './form-errors.js';
import { type PartHead, type PartHeaders, readPartHead } from './part-head.js';
import type { UploadLimits } from './upload-settings.js';

/** One part of a form, whose content is read before the next part is asked for. */
export interface Part {
  readonly head: PartHead;
  readonly content: AsyncIterable<Buffer>;
}

/**
 * Gives the parts of a form one after the other, as fast as somebody reads them and no faster.
 *
 * The parser is @fastify/busboy's: it finds where parts begin and end. What it passes over in silence is refused here.
 */
export class MultipartReader {
  readonly #body: Readable;
  readonly #dicer: Dicer;
  readonly #limits: UploadLimits;
  /** Of the whole body, in bytes. */
  readonly #maxSize: number;
  readonly #waiting: Part[] = [];
  /** Wakes who waits for a part. */
  #wake: (() => void) | undefined;
  #failure: Error | undefined;
  /** The part that is being filled. */
  #open: Readable | undefined;
  #hasHead = true;
  #count = 0;
  #size = 0;
  #isRead = false;
  #isFinished = false;

  constructor(Parser: typeof Dicer, body: Readable, boundary: string, limits: UploadLimits, maxSize: number) {
    this.#body = body;
    this.#limits = limits;
    this.#maxSize = maxSize;
    // The parser cuts off what is larger, and says nothing of it: so it gets more than there may be.
    const settings = { boundary, maxHeaderSize: 2 * limits.maxHeaderSize };
    this.#dicer = new Parser(settings);
    this.#dicer
      .on('part', (part) => this.#begin(part))
      .on('finish', () => this.#finish())
      .on('drain', () => this.#body.resume())
      .on('error', () => this.stop(invalidForm('The form does not come to its end.')));
    body.on('data', this.#write).on('end', this.#end).on('error', this.#abort).on('close', this.#abort);
    if (body.readableEnded || body.destroyed) this.#abort();
  }

  /** Gives the next part; undefined behind the last one. */
  async next(): Promise<Part | undefined> {
    while (this.#failure === undefined && this.#waiting.length === 0 && !(this.#isRead && this.#isFinished)) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.#failure !== undefined) throw this.#failure;
    return this.#waiting.shift();
  }

  /** Reads nothing more, and lets whoever waits for something fail. What still comes is thrown away. */
  stop(error: Error): void {
    if (this.#failure !== undefined || (this.#isRead && this.#isFinished && this.#waiting.length === 0)) return;
    this.#failure = error;
    this.#body.off('data', this.#write).off('end', this.#end).resume();
    this.#open?.destroy(error);
    this.#notify();
  }

  /**
   * Throws away what still comes when the request is over, as long as the form is no larger than it may be: so the
   * connection can serve another request.
   */
  leave(): void {
    if (this.#isRead || this.#body.destroyed) return;
    this.stop(invalidForm('The request is over.'));
    this.#body.on('data', (chunk: Buffer | string) => {
      this.#size += chunk.length;
      if (this.#size > this.#maxSize) this.#body.destroy();
    });
  }

  readonly #write = (chunk: Buffer | string): void => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    this.#size += bytes.length;
    if (this.#size > this.#maxSize) this.stop(tooLarge());
    else if (!this.#isFinished && !this.#dicer.write(bytes)) this.#body.pause();
  };

  readonly #end = (): void => {
    this.#isRead = true;
    if (!this.#isFinished) this.#dicer.end();
    this.#notify();
  };

  /** What has come whole may be closed. */
  readonly #abort = (): void => {
    if (!this.#isRead) this.stop(invalidForm('The form does not come to its end.'));
  };

  #begin(part: Readable): void {
    // It is told of what is read; without a listener it would end the process.
    part.on('error', () => {});
    if (!this.#hasHead) this.stop(invalidForm('The headers of a part do not come to their end.'));
    if (++this.#count > this.#limits.maxParts) this.stop(tooMuch('too-many-parts', 'The form has too many parts.'));
    if (this.#failure !== undefined) {
      part.resume();
      return;
    }
    this.#hasHead = false;
    this.#open = part;
    part.once('header', (headers: PartHeaders) => {
      this.#hasHead = true;
      if (this.#failure !== undefined) return;
      try {
        this.#waiting.push({ head: readPartHead(headers, this.#limits), content: this.#contentOf(part) });
        this.#notify();
      } catch (error) {
        this.stop(error as Error);
      }
    });
  }

  async *#contentOf(part: Readable): AsyncGenerator<Buffer, void, undefined> {
    try {
      for await (const chunk of part) yield chunk as Buffer;
    } catch (error) {
      // The parser says it in words of its own to whoever waits for more of a part.
      throw this.#failure ?? error;
    }
    // A part that was cut off ends as others do.
    if (this.#failure !== undefined) throw this.#failure;
  }

  #finish(): void {
    if (!this.#hasHead) this.stop(invalidForm('The headers of a part do not come to their end.'));
    this.#isFinished = true;
    // What stands behind the last part is passed over. The parser has no need of it, and may never ask for more.
    this.#body.resume();
    this.#notify();
  }

  #notify(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}

export function tooLarge(): Error {
  return tooMuch('form-too-large', 'The form is too large.');
}

/** A boundary as RFC 2046 §5.1.1 admits it, quoted or not. */
const BOUNDARY = /;\s*boundary\s*=\s*(?:"(?<quoted>[^"]*)"|(?<bare>[^\s;"]*))/gi;
const CHARACTERS = /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/;

/** @throws BadRequestException, code `invalid-multipart`, if there is none or more than one, or it is none */
export function boundaryOf(contentType: string): string {
  const found = [...contentType.matchAll(BOUNDARY)];
  const { quoted, bare } = found[0]?.groups ?? {};
  const boundary = quoted ?? bare ?? '';
  if (found.length !== 1 || !CHARACTERS.test(boundary)) throw invalidForm('The Content-Type has no boundary.');
  return boundary;
}
