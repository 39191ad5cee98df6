import { Readable } from 'node:stream';
import { HEARTBEAT } from './write-event.js';

/** Where the items of a stream come from. */
export interface EventItems {
  /** Gives the next item. It is not asked for while the client has not taken what came before. */
  readonly next: () => Promise<IteratorResult<unknown>>;
  /** Ends the items, also while one is being waited for. */
  readonly stop: () => void;
}

/** How a stream writes, and whom it tells. */
export interface EventWriting {
  readonly write: (item: unknown) => string;
  /** How long there may be silence, in milliseconds; 0 for as long as there is. */
  readonly heartbeatMs: number;
  /** Told of what has ended the items too early. What was sent cannot be taken back, so that the stream just ends. */
  readonly onError: (error: unknown) => void;
}

/**
 * The reply of `@Sse`: a comment at once, so that the client knows that it is connected, then items, and a heartbeat wherever
 * there are none for a while.
 *
 * It holds nothing back and reads nothing ahead: an item is asked for when the one before is with the operating system.
 */
export class EventStream extends Readable {
  readonly #items: EventItems;
  readonly #writing: EventWriting;
  readonly #heartbeat: NodeJS.Timeout | undefined;
  /** Whether the client has taken all that was sent. */
  #isWanted = false;
  #isWaiting = false;
  #isOver = false;

  constructor(items: EventItems, writing: EventWriting) {
    super({ highWaterMark: 0 });
    this.#items = items;
    this.#writing = writing;
    const { heartbeatMs } = writing;
    if (heartbeatMs > 0) this.#heartbeat = setTimeout(() => this.#beat(), heartbeatMs).unref();
    this.push(HEARTBEAT);
  }

  override _read(): void {
    this.#isWanted = true;
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#items.next().then(
      (step) => this.#take(step),
      (error: unknown) => this.#fail(error),
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#stop();
    done(error);
  }

  /** Ends the stream as if there were no more items. */
  end(): void {
    if (this.#isOver) return;
    this.#stop();
    this.push(null);
  }

  #take({ done, value }: IteratorResult<unknown>): void {
    this.#isWaiting = false;
    if (this.#isOver) return;
    if (done === true) {
      clearTimeout(this.#heartbeat);
      this.#isOver = true;
      this.push(null);
      return;
    }
    try {
      this.#send(this.#writing.write(value));
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#writing.onError(error);
    this.end();
  }

  #send(text: string): void {
    this.#isWanted = false;
    this.#heartbeat?.refresh();
    this.push(text);
  }

  /** A client that takes nothing gets no heartbeats either: they would be kept for it. */
  #beat(): void {
    if (this.#isWanted) this.#send(HEARTBEAT);
    else this.#heartbeat?.refresh();
  }

  #stop(): void {
    clearTimeout(this.#heartbeat);
    if (this.#isOver) return;
    this.#isOver = true;
    this.#items.stop();
  }
}
