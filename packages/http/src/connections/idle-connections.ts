import type { Socket } from 'node:net';
import { isHttp, responseOn } from './node-socket.js';
import type { OpenConnections } from './open-connections.js';

/** When a connection has last had a reply, and how much was written on it by then. */
interface Idleness {
  since: number;
  written: number;
}

/**
 * Ends connections that are kept without a request.
 *
 * Node does so too, but takes an empty line for life: a client that sends one now and then keeps its connection for ever.
 */
export class IdleConnections {
  readonly #connections: OpenConnections;
  readonly #idleness = new WeakMap<Socket, Idleness>();

  constructor(connections: OpenConnections) {
    this.#connections = connections;
  }

  /** @param limitMs - how long a connection may be kept after a reply, in milliseconds */
  end(now: number, limitMs: number): void {
    for (const socket of this.#connections) {
      const { bytesWritten } = socket;
      const idleness = this.#idleness.get(socket);
      if (bytesWritten !== idleness?.written || responseOn(socket)) {
        this.#idleness.set(socket, { since: now, written: bytesWritten });
        // Before the first reply it is the time limit of headers that holds.
      } else if (bytesWritten > 0 && isHttp(socket) && now - idleness.since >= limitMs) socket.destroy();
    }
  }
}
