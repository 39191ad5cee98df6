import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { http, stateOf } from './node-http.js';

/* oxlint-disable no-underscore-dangle -- Node has no other names for these */

/** What Node keeps of a response on its connection. */
interface NodeResponse {
  destroyed: boolean;
  _closed: boolean;
  socket: Socket | null;
  emit(event: string, ...given: unknown[]): boolean;
  _flush(): void;
}

const WATCHED = Symbol('tenon.watched');

interface NodeSocket {
  _httpMessage?: NodeResponse | null;
  [WATCHED]?: true;
}

/**
 * Gives a reply its connection, as Node would.
 *
 * Node listens to the connection's end anew for each reply, which is a twentieth of what a small request costs. Here it is
 * listened to once, on behalf of the reply that is there by then.
 *
 * @returns whether it has; what is wrong, such as a connection that is another reply's, is left to Node
 */
export function takeSocket(response: ServerResponse, socket: Socket): boolean {
  const node = response as unknown as NodeResponse;
  const own = socket as NodeSocket;
  if (own._httpMessage) return false;
  own._httpMessage = node;
  if (own[WATCHED] !== true) {
    own[WATCHED] = true;
    socket.on('close', closeReply);
  }
  node.socket = socket;
  node.emit('socket', socket);
  node._flush();
  return true;
}

/**
 * Takes it back for the next one.
 *
 * @returns whether it was this reply's
 */
export function leaveSocket(response: ServerResponse, socket: Socket): boolean {
  const node = response as unknown as NodeResponse;
  const own = socket as NodeSocket;
  if (own._httpMessage !== node) return false;
  own._httpMessage = null;
  node.socket = null;
  return true;
}

function closeReply(this: Socket): void {
  const { _httpMessage: response } = this as NodeSocket;
  if (!response) return;
  response.destroyed = true;
  response._closed = true;
  response.emit('close');
}

/** Whether this version of Node does what we do, and no more: what we know of it is nowhere promised. */
export function knowsSockets(): boolean {
  const own = trace(takeSocket, leaveSocket);
  const nodes = trace(
    (response, socket) => response.assignSocket(socket),
    (response, socket) => response.detachSocket(socket),
  );
  return own === nodes;
}

type Step = (response: ServerResponse, socket: Socket) => unknown;

/** Writes down what becomes of a reply and its connection: when it has it, when the connection ends, and when it leaves it. */
function trace(take: Step, leave: Step): string {
  const lines: string[] = [];
  const request = { method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1, headers: {} } as IncomingMessage;
  const [response, socket] = [new http.ServerResponse(request), new EventEmitter() as Socket];
  const note = (what: string): void => {
    const listeners = socket.listenerCount('close') > 0 && (socket as NodeSocket)._httpMessage !== null;
    lines.push(what, stateOf(response), stateOf(socket), String(listeners), String(response.socket === socket));
  };
  response.on('close', () => note('close')).on('socket', () => note('socket'));
  take(response, socket);
  note('taken');
  socket.emit('close');
  leave(response, socket);
  note('left');
  socket.emit('close');
  return lines.join('\n');
}
