import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/* oxlint-disable no-underscore-dangle -- Node has no other names for these; the one place that knows them */

/** What Node knows of the system's side of a connection. */
interface NodeHandle {
  readonly bytesWritten?: number;
  readonly writeQueueSize?: number;
  reading?: boolean;
  readStart?(): void;
  /** With TLS, what is beneath. */
  readonly _parent?: NodeHandle;
}

/** What Node's server keeps of a connection. */
interface NodeSocket extends Socket {
  readonly _httpMessage?: ServerResponse | null;
  readonly parser?: { readonly incoming: IncomingMessage | null } | null;
  /** Of the system; none once the connection was closed. */
  readonly _handle?: NodeHandle | null;
}

/** Gives the response that is being written. */
export function responseOn(socket: Socket): ServerResponse | undefined {
  return (socket as NodeSocket)._httpMessage ?? undefined;
}

/** Whether a reply has told the client that the connection ends with it. */
export function isLast(response: ServerResponse): boolean {
  return (response as ServerResponse & { readonly _last?: boolean })._last === true;
}

/** Gives the request that comes, or the one that has come last. */
export function requestOn(socket: Socket): IncomingMessage | undefined {
  return (socket as NodeSocket).parser?.incoming ?? undefined;
}

/** Whether a connection speaks HTTP: its handshake of TLS is over, and it was not upgraded, such as to WebSocket. */
export function isHttp(socket: Socket): boolean {
  return Boolean((socket as NodeSocket).parser);
}

/** How many bytes the system has taken, of what was written. */
export function bytesTaken(socket: Socket): number {
  const { _handle: own } = socket as NodeSocket;
  const handle = own?._parent ?? own;
  return (handle?.bytesWritten ?? 0) - (handle?.writeQueueSize ?? 0);
}

/**
 * Takes a connection from Node's parser, and gives what comes to somebody else.
 *
 * The parser reads past the stream, which then takes itself for reading where the parser has stopped that.
 */
export function readRaw(socket: Socket, take: (chunk: Buffer) => void): void {
  socket.removeAllListeners('data');
  socket.on('data', take);
  socket.resume();
  const handle = (socket as NodeSocket)._handle;
  if (!handle || handle.reading === true) return;
  handle.reading = true;
  handle.readStart?.();
}
