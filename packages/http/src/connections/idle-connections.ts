import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { isHttp, responseOn } from './node-socket.js';

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
  readonly #connections = new Map<Socket, Idleness>();

  watch(server: Server): void {
    // With TLS, Node's server of HTTP gets what has been decrypted.
    server.on('setSecureContext' in server ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.#connections.set(socket, { since: 0, written: 0 });
      socket.once('close', () => this.#connections.delete(socket));
    });
  }

  /** @param limitMs - how long a connection may be kept after a reply, in milliseconds */
  endIdle(now: number, limitMs: number): void {
    for (const [socket, idleness] of this.#connections) {
      const { bytesWritten } = socket;
      if (bytesWritten !== idleness.written || responseOn(socket)) {
        idleness.since = now;
        idleness.written = bytesWritten;
        // Before the first reply it is the time limit of headers that holds.
      } else if (bytesWritten > 0 && isHttp(socket) && now - idleness.since >= limitMs) socket.destroy();
    }
  }
}
