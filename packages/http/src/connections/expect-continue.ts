import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Requests whose client waits to be asked for the body. */
const heldBack = new WeakSet<IncomingMessage>();

/** Whether the client waits to be asked for the body. */
export function isHeldBack(request: IncomingMessage): boolean {
  return heldBack.has(request);
}

/**
 * Serves a request whose client holds its body back (`Expect: 100-continue`), and asks for the body when somebody begins to
 * read it. Node asks at once, and so would have who may not come in send all of it.
 *
 * A client that was not asked may take what it sends next for a new request, and we for the body: so the connection ends.
 *
 * @see RFC 9110 §10.1.1
 */
export function serveWithoutContinue(server: Server, request: IncomingMessage, response: ServerResponse): void {
  const { shouldKeepAlive } = response;
  response.shouldKeepAlive = false;
  heldBack.add(request);
  // oxlint-disable-next-line typescript/unbound-method, no-underscore-dangle -- it is called on the request; whoever reads a stream, in whatever way, comes through it
  const read = request._read;
  // oxlint-disable-next-line no-underscore-dangle -- as above
  request._read = function readAfterContinue(size) {
    // oxlint-disable-next-line no-underscore-dangle -- as above
    request._read = read;
    heldBack.delete(request);
    if (!response.headersSent) {
      response.shouldKeepAlive = shouldKeepAlive;
      response.writeContinue();
    }
    read.call(request, size);
  };
  server.emit('request', request, response);
}
