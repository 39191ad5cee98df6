import type { Socket } from 'node:net';
import { writeRawProblem } from '../compile/compile-errors.js';
import { discard, linger } from './linger.js';
import { isHttp, isLast, requestOn, responseOn } from './node-socket.js';

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Answers what is no request of HTTP, or comes too slowly to become one, and ends the connection.
 *
 * No request gets two replies, and none gets that of another: what is broken may come behind a request that is being
 * answered, and waits for that.
 *
 * @param lingerMs - how long the client may take to read the answer, in milliseconds
 */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket, lingerMs: number): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const response = responseOn(socket);
  if (response?.req.complete === true && !response.writableEnded) {
    discard(socket);
    response.once('close', () => answerBrokenRequest(error, socket, lingerMs));
    return;
  }
  // Nothing comes behind a reply that has announced the end; it may not have been sent yet.
  if (response?.writableEnded === true && isLast(response)) {
    linger(socket, lingerMs);
    return;
  }
  if (!socket.writable || !isHttp(socket) || hasReply(socket) || isUnused(socket, error)) {
    socket.destroy(error);
    return;
  }
  const status = STATUS_OF_CODE[error.code ?? ''] ?? 400;
  socket.write(writeRawProblem(status));
  linger(socket, lingerMs);
}

/** Whether the request that is broken in its middle has been answered, or is being answered. */
function hasReply(socket: Socket): boolean {
  const response = responseOn(socket);
  if (response) return response.headersSent && !response.req.complete;
  // Its reply has gone, and its body still comes.
  return requestOn(socket)?.complete === false;
}

/** Whether a client has connected and sent nothing, as browsers do for requests that they may never make. */
function isUnused({ bytesRead }: Socket, { code }: NodeJS.ErrnoException): boolean {
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' && bytesRead === 0;
}
