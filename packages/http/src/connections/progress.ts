import type { Socket } from 'node:net';
import { bytesTaken } from './node-socket.js';
import type { TimeLimits } from './time-limits.js';

/** What has become of one request until now. Times are those of clocks that the watch has, in milliseconds. */
export class Progress {
  /** Since when the application has been at work: what comes of the body meanwhile is the client's time. */
  workSince: number;
  /** When the request was seen first. */
  readonly #began: number;
  /** When the body was last quick enough, and how much had come by then. */
  #readAt: number;
  #read: number;
  /** How much had come when it was looked at last. */
  #lastRead: number;
  /** When something of the reply was last taken, and how much was by then. */
  #takenAt: number;
  #taken: number;

  constructor(now: number, clientNow: number, socket: Socket | undefined) {
    this.workSince = now;
    this.#began = clientNow;
    this.#readAt = clientNow;
    this.#read = socket?.bytesRead ?? 0;
    this.#lastRead = this.#read;
    this.#takenAt = clientNow;
    this.#taken = 0;
  }

  /** Whether something has come since it was last asked. */
  hasMoreCome({ bytesRead }: Socket): boolean {
    const hasMore = bytesRead !== this.#lastRead;
    this.#lastRead = bytesRead;
    return hasMore;
  }

  /**
   * Whether the rest of a body comes too slowly.
   *
   * @param waits - whether it is us who do not read, or have not asked for it
   */
  isBodyLate(now: number, { bytesRead }: Socket, waits: boolean, limits: TimeLimits): boolean {
    const { bodyMs, bodyBytesPerSecond, requestMs } = limits;
    if (waits || bytesRead - this.#read >= Math.max(1, (bodyBytesPerSecond * bodyMs) / 1000)) {
      this.#readAt = now;
      this.#read = bytesRead;
    }
    return isOver(now - this.#readAt, bodyMs) || isOver(now - this.#began, requestMs);
  }

  /** Whether the client takes nothing of what waits to be sent. What the system has taken has gone, for us. */
  isReplyStuck(now: number, socket: Socket, { replyMs }: TimeLimits): boolean {
    const taken = bytesTaken(socket);
    if (socket.writableLength === 0 || taken !== this.#taken) {
      this.#takenAt = now;
      this.#taken = taken;
    }
    return isOver(now - this.#takenAt, replyMs);
  }
}

/** Whether a time is over; a limit of 0 never is. */
export function isOver(elapsedMs: number, limitMs: number): boolean {
  return limitMs > 0 && elapsedMs >= limitMs;
}
