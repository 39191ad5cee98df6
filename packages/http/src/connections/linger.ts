import type { Socket } from 'node:net';
import { readRaw } from './node-socket.js';

/** How much of what still comes is thrown away before a connection is cut, in bytes. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Ends a connection on which the client is still sending.
 *
 * A socket that is closed while there are bytes to read is reset, and a reset takes from the client what it has not read
 * yet: the reply that says why. So our side is ended, and what comes is thrown away until the client has seen that, for a
 * short time and some megabytes.
 *
 * @param lingerMs - how long to wait for the client, in milliseconds; 0 means not at all
 * @see RFC 9112 §9.6
 */
export function linger(socket: Socket, lingerMs: number): void {
  discard(socket);
  socket.end();
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  timer.unref();
  socket.once('end', () => socket.destroy()).once('close', () => clearTimeout(timer));
}

/** Throws away what comes from here on. It is not parsed either: it may have requests in it, which must not be served. */
export function discard(socket: Socket): void {
  let left = MOST_BYTES;
  readRaw(socket, ({ length }) => {
    left -= length;
    if (left < 0) socket.destroy();
  });
}
