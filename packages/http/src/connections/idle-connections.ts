import type { Socket } from 'node:net';
import { bytesTaken, isHttp, responseOn } from './node-socket.js';
import type { OpenConnections } from './open-connections.js';
import { isOver } from './progress.js';

/** When a connection has last had a reply, or taken something of it, and how much was written and taken by then. */
interface Idleness {
  readonly since: number;
  readonly written: number;
  readonly taken: number;
}

/**
 * Ends connections that are kept without a request.
 *
 * Node does so too, but takes an empty line for life: a client that sends one now and then keeps its connection for ever. And
 * so does one that never reads what is answered before any hook runs, such as that its path cannot be decoded: of that no
 * request is open.
 */
export class IdleConnections {
  readonly #connections: OpenConnections;
  readonly #idleness = new WeakMap<Socket, Idleness>();

  constructor(connections: OpenConnections) {
    this.#connections = connections;
  }

  /**
   * @param idleMs - how long a connection may be kept after a reply, in milliseconds; 0 means without limit
   * @param replyMs - how long a client may take nothing of a reply that has been given whole, in milliseconds; 0 means the same
   */
  end(now: number, idleMs: number, replyMs: number): void {
    for (const socket of this.#connections) {
      const { bytesWritten: written } = socket;
      const taken = bytesTaken(socket);
      const response = responseOn(socket);
      const idleness = this.#idleness.get(socket);
      if (written !== idleness?.written || taken !== idleness.taken || response?.writableEnded === false)
        this.#idleness.set(socket, { since: now, written, taken });
      // Before the first reply it is the time limit of headers that holds.
      else if (written > 0 && isHttp(socket) && isOver(now - idleness.since, response ? replyMs : idleMs))
        socket.destroy();
    }
  }
}
