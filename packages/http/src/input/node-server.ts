import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { PROBLEM_TYPE, writeRawProblem } from '../compile/compile-errors.js';
import { statusText } from '../contracts/http-exception.js';
import type { KnownLimits } from './request-limits.js';

/** Gives what Node's server is told. What it would refuse without a problem, is refused by `compileRequestCheck`. */
export function nodeSettings({ headerBytes }: KnownLimits, server: () => Server): ServerOptions {
  return {
    requireHostHeader: false,
    maxHeaderSize: headerBytes,
    // Whoever wants to speak HTTP/2 is answered in HTTP/1.1, also where a plugin listens for WebSockets (RFC 9110 §7.8).
    shouldUpgradeCallback: ({ headers }) =>
      headers.upgrade?.toLowerCase() === 'websocket' && server().listenerCount('upgrade') > 0,
  };
}

/**
 * Sees to the requests that Node does not hand on as it does others.
 *
 * @param isAnswering - whether a reply is under way on a connection
 */
export function serveOddRequests(server: Server, limits: KnownLimits, isAnswering: (socket: Socket) => boolean): void {
  // One more than may be: Node leaves out what is beyond, and says nothing of it.
  server.maxHeadersCount = limits.headers + 1;
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    server.emit('request', request, response);
  });
  server.on('connect', (_: IncomingMessage, to: Socket | ServerResponse) => {
    if (to instanceof Socket) refuseTunnel(to, isAnswering(to));
    // Of HTTP/2, where a tunnel is a stream like others.
    else
      to.writeHead(405, { allow: ALLOW, 'content-type': PROBLEM_TYPE, 'x-content-type-options': 'nosniff' }).end(
        NO_TUNNEL,
      );
  });
}

const NO_TUNNEL = JSON.stringify({ type: 'about:blank', title: statusText(405), status: 405 });
const ALLOW = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

/**
 * Answers CONNECT, of which Node makes no request: this is no proxy.
 *
 * Where it comes behind a request that is being answered, nobody can know what the answer would be for, and Node sees to that
 * connection no longer: it ends.
 */
function refuseTunnel(socket: Socket, isAnswering: boolean): void {
  socket.on('error', () => {});
  if (isAnswering) {
    socket.destroy();
    return;
  }
  socket.end(writeRawProblem(405, `Allow: ${ALLOW}\r\n`), () => socket.destroy());
}
