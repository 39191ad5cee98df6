import type { IncomingMessage } from 'node:http';
import { http } from './node-http.js';

/* oxlint-disable no-underscore-dangle -- Node has no other names for these */

/** What Node's requests and streams have for themselves. */
interface NodeRequest {
  readonly _eventsCount: number;
  /** Whether somebody has begun to read. */
  readonly _consuming: boolean;
  readonly _readableState: { ended: boolean; endEmitted: boolean };
  /** Calls the stream read and closed, as Node's own option `optimizeEmptyRequests` does; none before Node 24.12. */
  readonly _dumpAndCloseReadable?: () => void;
}

/** Is given a body; or why there will be none; or that somebody else listens as well, so that it has to be read as a stream. */
export type TakeBody = (body: Buffer | Error | 'too long' | 'shared') => void;

interface Collection {
  readonly chunks: Buffer[];
  length: number;
  /** How long it may be, in bytes. */
  readonly limit: number;
  readonly take: TakeBody;
}

/** What those listen to who read. */
const READING = ['data', 'readable', 'end'] as const;

const { _dump: dump } = http.IncomingMessage.prototype as unknown as { _dump: (this: IncomingMessage) => void };

/**
 * A request that is a stream only for those who want a stream.
 *
 * Most requests have no body, and nobody reads them. To tell nobody of that, a stream takes four turns through the queue of
 * ticks: it can be read, it has been read, it has ended, it is closed. That is a tenth of what a small request costs. And
 * most bodies are collected by a parser, and come in one piece. Whoever listens, sooner or later, finds a stream like any
 * other: what is left out are events that nobody hears.
 */
export class QuietRequest extends http.IncomingMessage {
  #collection: Collection | undefined;

  /**
   * Gives the whole body once it has come, unless somebody else has begun to read it.
   *
   * @param limit - how long it may be, in bytes
   * @returns whether it will; if not, it is there to be read as any other stream
   */
  collect(limit: number, take: TakeBody): boolean {
    const { _dumpAndCloseReadable: close } = this as unknown as NodeRequest;
    if (close === undefined || this.#isTouched() || this.readableLength > 0 || this.complete || this.destroyed)
      return false;
    this.#collection = { chunks: [], length: 0, limit, take };
    // It is here that Node begins to read, and that the client is asked to go on (Expect: 100-continue).
    this._read(0);
    return true;
  }

  /** Node gives each part of the body, and null behind the last. */
  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    const collection = this.#collection;
    if (collection !== undefined) return this.#add(collection, chunk);
    if (chunk !== null || this.#isTouched()) return super.push(chunk, encoding);
    (this as unknown as NodeRequest)._readableState.ended = true;
    return false;
  }

  /** Whether somebody listens, or has begun to read in whatever way. */
  #isTouched(): boolean {
    const { _eventsCount: listeners, _consuming: isRead } = this as unknown as NodeRequest;
    return isRead || listeners > 0 || this.readableFlowing !== null || this.readableEncoding !== null;
  }

  /** Node calls it when a reply is over, and nobody has begun to read its request. */
  _dump(): void {
    const request = this as unknown as NodeRequest;
    const isUnheard = request._eventsCount === 0 && this.complete && this.readableLength === 0;
    if (isUnheard && request._dumpAndCloseReadable !== undefined) request._dumpAndCloseReadable();
    else dump.call(this);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    const collection = this.#collection;
    this.#collection = undefined;
    super._destroy(error, callback);
    collection?.take(error ?? new Error('The request was ended.'));
  }

  #add(collection: Collection, chunk: Buffer | null): boolean {
    const { chunks, limit, take } = collection;
    const isShared =
      (this as unknown as NodeRequest)._eventsCount > 0 && READING.some((name) => this.listenerCount(name));
    if (isShared) {
      this.#collection = undefined;
      // Who takes it listens first: what is pushed to a stream that flows is gone at once.
      take('shared');
      for (const each of chunks) super.push(each);
      return super.push(chunk);
    }
    if (chunk === null) {
      this.#collection = undefined;
      this.#end(take, chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, collection.length));
      return false;
    }
    chunks.push(chunk);
    collection.length += chunk.length;
    if (collection.length > limit) {
      this.#collection = undefined;
      // As of a stream whose listener has left: what still comes is read for nothing.
      this.resume();
      take('too long');
    }
    return true;
  }

  /** The request is over for who takes it, as it is for a listener to `end`. */
  #end(take: TakeBody, body: Buffer): void {
    const request = this as unknown as NodeRequest;
    request._readableState.ended = true;
    request._readableState.endEmitted = true;
    take(body);
    if (request._eventsCount === 0) request._dumpAndCloseReadable?.();
    else this.destroy();
  }
}
