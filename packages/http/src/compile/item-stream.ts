import { Readable } from 'node:stream';
import { types } from 'node:util';
import type { FastifyReply } from 'fastify';
import { StreamableFile } from '../files/streamable-file.js';
import { asError } from './thrown-value.js';

/** What becomes of the items of an iterable. */
interface ItemWriter {
  /** Gives what is sent for the next item. */
  readonly write: (item: unknown) => string | Uint8Array;
  /** Gives what is sent once there are no more; undefined for nothing. */
  readonly end: () => string | undefined;
}

/** Writes items as a JSON array, one by one, so that no list is too long. */
export function jsonItems(write: (item: unknown) => string): ItemWriter {
  let start = '[';
  return {
    write: (item) => {
      const text = start + write(item);
      start = ',';
      return text;
    },
    end: () => (start === '[' ? '[]' : ']'),
  };
}

/** Sends texts and bytes as they are. */
export function rawItems(): ItemWriter {
  return {
    write: (item) => {
      if (typeof item === 'string' || item instanceof Uint8Array) return item;
      throw new TypeError(`An iterable of texts or bytes has given ${item === null ? 'null' : `a ${typeof item}`}.`);
    },
    end: () => undefined,
  };
}

/**
 * Makes a stream of what an iterator gives.
 *
 * When the client goes away, `return` is called at once, also where an item is being waited for. An async generator would
 * put that off until the item has come.
 *
 * @param first - what the iterator has given already
 */
export function streamOf(
  iterator: AsyncIterator<unknown>,
  first: IteratorResult<unknown> | undefined,
  { write, end }: ItemWriter,
): Readable {
  let ready = first;
  let isOver = false;
  const next = async (): Promise<IteratorResult<string | Uint8Array, undefined>> => {
    if (isOver) return { done: true, value: undefined };
    const step = ready ?? (await stepOf(iterator));
    ready = undefined;
    if (step.done !== true) return { value: write(step.value) };
    isOver = true;
    const last = end();
    return last === undefined ? { done: true, value: undefined } : { value: last };
  };
  return Readable.from({
    [Symbol.asyncIterator]: () => ({
      next,
      return: async () => {
        if (!isOver) await iterator.return?.();
        isOver = true;
        return { done: true, value: undefined };
      },
    }),
  });
}

/** Gives the next item, or a promise that is rejected with an Error. */
export async function stepOf(iterator: AsyncIterator<unknown>): Promise<IteratorResult<unknown>> {
  try {
    return await iterator.next();
  } catch (error) {
    throw asError(error);
  }
}

/** Whether something can be gone through item by item, each of which may have to be waited for. */
export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/**
 * Begins to go through a value. Where it is a stream of Node's, `return` ends it at once: its own iterator would first wait
 * for an item, and where none was asked for it would not end it at all.
 */
export function iteratorOf(value: AsyncIterable<unknown>): AsyncIterator<unknown> {
  const iterator = value[Symbol.asyncIterator]();
  if (!isNodeStream(value)) return iterator;
  return {
    next: () => iterator.next(),
    return: () => {
      value.on('error', ignore).destroy();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}

function isNodeStream(value: object): value is Readable {
  return 'pipe' in value && 'destroy' in value && 'on' in value;
}

function isWebStream(value: object): value is ReadableStream {
  return 'getReader' in value && 'cancel' in value;
}

/** Gives the bytes of a buffer or of a view of one. They are copied where Fastify would not know them for bytes. */
export function bytesOf(value: object): Buffer | undefined {
  if (Buffer.isBuffer(value) && value.buffer instanceof ArrayBuffer) return value;
  if (ArrayBuffer.isView(value))
    return Buffer.concat([new Uint8Array(value.buffer, value.byteOffset, value.byteLength)]);
  return types.isAnyArrayBuffer(value) ? Buffer.concat([new Uint8Array(value)]) : undefined;
}

/** Answers HEAD: what would have been streamed is ended, and nothing of it is read. */
export function endUnread(reply: FastifyReply, value: object): void {
  if (!endSource(value)) endIterator(value as AsyncIterator<unknown>);
  reply.send();
}

/** Ends what a handler gave when nobody wanted it any more; whatever is no source is left alone. Gives whether it was one. */
export function endSource(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof StreamableFile) value.discard();
  else if (isNodeStream(value)) value.on('error', ignore).destroy();
  else if (isWebStream(value)) value.cancel().catch(ignore);
  else if (isAsyncIterable(value)) endIterator(value[Symbol.asyncIterator]());
  else return false;
  return true;
}

/** Ends an iterator whose items nobody wants any more. */
export function endIterator(iterator: AsyncIterator<unknown>): void {
  const end = async (): Promise<unknown> => iterator.return?.();
  end().catch(ignore);
}

/** Whatever an ended stream has to say of that, nobody wants to know. */
function ignore(): void {}
