import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEM_TYPE } from '../compile/compile-errors.js';
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

/** Sees to the requests that Node does not hand on as it does others. */
export function serveOddRequests(server: Server, limits: KnownLimits): void {
  // One more than may be: Node leaves out what is beyond, and says nothing of it.
  server.maxHeadersCount = limits.headers + 1;
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    server.emit('request', request, response);
  });
  server.on('connect', (_: IncomingMessage, socket: Socket) => refuseTunnel(socket));
}

/** Answers CONNECT, of which Node makes no request: this is no proxy. */
function refuseTunnel(socket: Socket): void {
  const body = JSON.stringify({ type: 'about:blank', title: statusText(405), status: 405 });
  socket.on('error', () => {});
  socket.end(
    `HTTP/1.1 405 ${statusText(405)}\r\nAllow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${body.length}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
