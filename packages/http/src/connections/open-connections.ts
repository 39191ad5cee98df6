import { Server as HttpsServer } from 'node:https';
import { Server, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { http } from './node-http.js';

/**
 * The connections of HTTP/1 on which a server has clients, and the ports that it listens at.
 *
 * Node knows its connections as well, but shows them to nobody, and destroys the idle ones when a server is closed: also one
 * whose next request has arrived and was not read yet.
 */
export class OpenConnections implements Iterable<Socket> {
  readonly #fastify: FastifyInstance;
  /** Those on which requests come: with TLS not before the handshake is over. */
  readonly #sockets = new Set<Socket>();
  /** With TLS, what is beneath. */
  readonly #beneath = new Set<Socket>();

  constructor(fastify: FastifyInstance) {
    this.#fastify = fastify;
    this.#watch(fastify.server);
    fastify.addHook('onListen', (done) => {
      for (const server of otherServers(fastify)) this.#watch(server);
      done();
    });
  }

  get count(): number {
    return this.#sockets.size;
  }

  [Symbol.iterator](): Iterator<Socket> {
    return this.#sockets.values();
  }

  /** Everything that gives requests. */
  servers(): readonly Server[] {
    return [this.#fastify.server, ...otherServers(this.#fastify)];
  }

  /** Takes no more connections. Those that are there stay as they are, which is what `close` of Node's HTTP does not do. */
  closePorts(): void {
    for (const server of this.servers()) if (server.listening) Server.prototype.close.call(server);
  }

  /** Cuts off everybody. */
  destroy(): void {
    for (const socket of this.#sockets) socket.destroy();
    for (const socket of this.#beneath) socket.destroy();
  }

  #watch(server: Server): void {
    if (server instanceof HttpsServer) {
      server.on('connection', (socket) => keep(this.#beneath, socket as Socket));
      server.on('secureConnection', (socket) => keep(this.#sockets, socket));
    } else if (server instanceof http.Server) {
      server.on('connection', (socket) => keep(this.#sockets, socket));
    }
  }
}

/**
 * Whether the idle connections of a server are ended by us, so that Node need not set a timer for each connection twice for
 * each request. Of HTTP/2 we know no connections; and the application's own limit, `server.setTimeout`, would hold between two
 * requests as well.
 */
export function isWatched(server: Server): boolean {
  const isKnown = server instanceof http.Server || server instanceof HttpsServer;
  return isKnown && server.timeout === 0;
}

/** For `localhost` Fastify listens at every address that the name has, each with a server of its own, once it listens. */
export function otherServers(fastify: FastifyInstance): readonly Server[] {
  const key = Object.getOwnPropertySymbols(fastify).find(({ description }) => description === BINDINGS);
  return key === undefined ? [] : ((fastify as unknown as Record<symbol, readonly Server[]>)[key] ?? []);
}

const BINDINGS = 'fastify.serverBindings';

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
}
