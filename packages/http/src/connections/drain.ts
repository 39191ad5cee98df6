import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { TenonError } from '@tenon/core';
import type { FastifyInstance } from 'fastify';
import type { RequestContext } from '../contracts/context.js';
import type { ServerPhase } from '../contracts/server-phase.js';
import * as faults from '../errors.js';
import { behindQuietTurn } from './quiet-turn.js';
import type { OpenConnections } from './open-connections.js';
import type { OpenRequests } from './open-requests.js';
import { type ShutdownOptions, shutdownSettings } from './shutdown-options.js';
import { WebSockets } from './web-sockets.js';

/** How often a drain looks at what is left, in milliseconds. */
const LOOK_MS = 5;

/** What is known of a connection that no request is being answered on. */
interface Silence {
  /** How much had come from it when it was last looked at. */
  readonly bytes: number;
  /** Since when nothing has come. */
  readonly since: number;
  /** Whether our side of it has been ended. */
  readonly isEnded: boolean;
}

/**
 * Ends a server without losing what its clients have sent: see `docs/shutdown.md`.
 *
 * Node's and Fastify's own closing answers 503 on open connections, and destroys idle ones though a request may have arrived
 * on them. So all of this comes before it, and nothing is left to be closed then. Until it begins it costs requests nothing.
 */
export class Drain {
  readonly #fastify: FastifyInstance;
  readonly #open: OpenRequests;
  readonly #phase: ServerPhase;
  readonly #settings: Required<ShutdownOptions>;
  readonly #connections: OpenConnections;
  readonly #webSockets: WebSockets;
  readonly #silences = new Map<Socket, Silence>();
  /** The newest response on a connection, if it is to be the connection's last one. */
  readonly #last = new WeakMap<Socket, ServerResponse>();
  /** Ends the readiness window before its time. */
  readonly #hurry = new AbortController();
  #isAnnounced = false;
  #finishing: Promise<void> | undefined;

  constructor(
    fastify: FastifyInstance,
    connections: OpenConnections,
    open: OpenRequests,
    phase: ServerPhase,
    options: ShutdownOptions | undefined,
  ) {
    this.#fastify = fastify;
    this.#open = open;
    this.#phase = phase;
    this.#settings = shutdownSettings(options);
    this.#connections = connections;
    this.#webSockets = new WebSockets(fastify);
  }

  /** Serves as usual for the readiness window, but for what replies announce. Does not throw. */
  async wait(): Promise<void> {
    const { readinessWindowMs } = this.#settings;
    if (readinessWindowMs <= 0) return;
    this.#announce();
    this.#fastify.log.info(`Closing: requests are served for another ${readinessWindowMs} ms.`);
    await setTimeout(readinessWindowMs, undefined, { signal: this.#hurry.signal }).catch(() => {});
  }

  /** Ends the readiness window, if it lasts. */
  hurry(): void {
    this.#hurry.abort();
  }

  /**
   * Closes the port, finishes what was accepted, and ends all connections. Called again, it gives the same promise.
   *
   * @throws TenonError `TENON_HTTP_ABANDONED` if something was not over within the drain limit
   */
  finish(): Promise<void> {
    return (this.#finishing ??= this.#finish());
  }

  async #finish(): Promise<void> {
    this.#announce();
    await behindQuietTurn(() => this.#connections.closePorts());
    this.#phase.endStreams();
    const start = performance.now();
    const { drainLimitMs, idleGraceMs } = this.#settings;
    // Always behind a turn: a timer that is due comes before requests that have arrived while the process was busy.
    for (await setImmediate(); this.#isAnythingLeft(); await setTimeout(LOOK_MS), await setImmediate()) {
      const now = performance.now();
      const left = this.#webSockets.end(now);
      if (now - start > idleGraceMs) for (const context of this.#open) endEventStream(context);
      if (drainLimitMs > 0 && now - start > drainLimitMs) {
        const abandoned = [...this.#open].filter(({ request }) => !left.has(request.raw.socket));
        await this.#abandon(abandoned, now - start);
        return;
      }
      this.#endSilent(now, left);
    }
    this.#connections.destroy();
  }

  #isAnythingLeft(): boolean {
    return this.#open.count > 0 || this.#connections.count > 0;
  }

  /** From now on each reply announces that its connection ends with it. */
  #announce(): void {
    if (this.#isAnnounced) return;
    this.#isAnnounced = true;
    for (const { request, response } of this.#open) this.#announceEnd(request.raw, response);
    for (const server of this.#connections.servers()) {
      server.prependListener('request', (request: IncomingMessage, response: ServerResponse) =>
        this.#announceEnd(request, response),
      );
    }
  }

  /**
   * Makes a response the last one on its connection. Where a client sends several requests at once, that is the newest one's:
   * Node would drop those behind it.
   */
  #announceEnd({ httpVersionMajor, socket }: IncomingMessage, response: ServerResponse): void {
    if (httpVersionMajor !== 1 || !response.shouldKeepAlive) return;
    const before = this.#last.get(socket);
    if (before?.headersSent === false) before.shouldKeepAlive = true;
    response.shouldKeepAlive = false;
    this.#last.set(socket, response);
  }

  /** Ends the connections on which nothing is answered and from which nothing has come for a while. */
  #endSilent(now: number, webSockets: ReadonlySet<unknown>): void {
    const busy = new Set(webSockets);
    for (const { request } of this.#open) busy.add(request.raw.socket);
    const { idleGraceMs } = this.#settings;
    for (const socket of this.#connections) {
      const { bytesRead: bytes } = socket;
      const known = this.#silences.get(socket);
      if (known === undefined || busy.has(socket) || (bytes !== known.bytes && !known.isEnded)) {
        this.#silences.set(socket, { bytes, since: now, isEnded: false });
      } else if (now - known.since >= idleGraceMs) {
        if (known.isEnded) socket.destroy();
        else endSilent(socket);
        this.#silences.set(socket, { bytes, since: now, isEnded: true });
      }
    }
  }

  async #abandon(abandoned: readonly RequestContext[], drainedMs: number): Promise<void> {
    const all = abandoned.map((context) => {
      const { request, route } = context;
      // Fastify does not measure where nobody listens.
      const ms = Math.round(Math.max(context.elapsedMs, drainedMs));
      const handler = route && `${route.controller.name}.${route.handler}`;
      const what = `${request.method} ${request.url.split('?', 1)[0] ?? ''}`;
      const fields = { ...(handler !== undefined && { handler }), ms };
      request.log.error(fields, `${handler ?? what} was abandoned: ${what} was not answered within ${ms} ms.`);
      return { what, handler, ms };
    });
    this.#connections.destroy();
    // Where there is no connection, but a test that waits.
    for (const { response } of abandoned) response.destroy();
    await setImmediate();
    if (all.length > 0) {
      throw new TenonError([faults.abandoned({}, { drainLimitMs: this.#settings.drainLimitMs, requests: all })]);
    }
  }
}

/**
 * Ends our side of a connection: its client sees that no reply will come, instead of an error, and may send what it was about
 * to send elsewhere. What comes now is not read: it could not be answered.
 *
 * @see RFC 9112 §9.6
 */
function endSilent(socket: Socket): void {
  socket.removeAllListeners('data').on('data', () => {});
  socket.end();
}

/** Ends server-sent events of somebody who has not asked to be told, such as a raw route. */
function endEventStream({ request, response }: RequestContext): void {
  if (!response.headersSent || response.writableEnded) return;
  const type = response.getHeader('content-type') ?? request.headers.accept;
  if (typeof type === 'string' && type.startsWith('text/event-stream')) response.end();
}
