import type { IncomingMessage, ServerResponse } from 'node:http';
import { linger } from './linger.js';

/** How much of a body is read for nothing so that the connection can be used again, in bytes. */
const MOST_DRAINED = 64 * 1024;

/** How long a client may go on sending what nobody reads. */
export interface UnreadLimits {
  /** When the connection ends with the reply, in milliseconds; 0 means not at all. */
  readonly lingerMs: number;
  /** When the connection stays, in milliseconds; 0 means without limit. */
  readonly bodyMs: number;
}

/** Whether there is to be a body, RFC 9112 §6.3. A request is told of before the end of it has been seen. */
export function announcesBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return length === undefined ? headers['transfer-encoding'] !== undefined : length !== '0';
}

/**
 * Prepares for the end of a reply that may come before the end of its request.
 *
 * Much of a body, or one of which nobody knows how long it is, is not worth a connection: the client is told that it ends.
 * Whoever reads the body while replying, as an echo does, has read all of it by then.
 */
export function expectUnread(response: ServerResponse, limits: UnreadLimits): void {
  const { req: request } = response;
  const length = request.headers['content-length'];
  if (length === undefined || Number(length) > MOST_DRAINED) response.shouldKeepAlive = false;
  // Before Node's own listener, which may end the connection.
  response.prependOnceListener('finish', () => {
    if (!request.complete) endUnread(request, limits);
  });
}

/** Sees to it that a client does not go on sending for ever, whether the connection is to end now or to stay. */
function endUnread(request: IncomingMessage, { lingerMs, bodyMs }: UnreadLimits): void {
  const { socket } = request;
  // What Node calls to end the connection, and what it calls for a later reply if it does not end now.
  socket.destroySoon = () => {
    Reflect.deleteProperty(socket, 'destroySoon');
    if (request.complete) socket.destroySoon();
    else linger(socket, lingerMs);
  };
  request.resume();
  if (bodyMs === 0) return;
  const timer = setTimeout(() => socket.destroy(), bodyMs);
  timer.unref();
  request.once('close', () => clearTimeout(timer));
}
