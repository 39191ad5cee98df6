import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { Server, Socket } from 'node:net';
import type { Host } from '@tenon/core';
import { DEV_PATH, EVENTS_PATH, SCRIPT_PATH, SCRIPT, sendScript } from '../browser-script.js';
import type { Order, Report } from '../messages.js';
import { addScript } from './add-script.js';

type Answer = Extract<Order, { readonly type: 'held' | 'refused' }>;

/**
 * The servers of an application whose ports are held by the dev server: they get their connections from it, and answer
 * what the script in pages asks.
 */
export class HeldServers {
  readonly #send: (report: Report) => void;
  readonly #generation: string;
  readonly #asked = new Map<number, (answer: Answer) => void>();
  #waiting = 0;
  readonly #servers = new Map<string, Server>();
  /** Browsers that wait for the next reload. */
  readonly #events = new Set<ServerResponse>();

  /** @param generation - which of the processes this is, so that a page knows whether it is of this one */
  constructor(generation: string, send: (report: Report) => void) {
    this.#generation = generation;
    this.#send = send;
  }

  get isListening(): boolean {
    return this.#servers.size > 0;
  }

  /** Asks the dev server to hold a port, as `useHost` wants it. */
  readonly hold: NonNullable<Host['hold']> = async (server, { host, port }) => {
    const id = this.#asked.size;
    this.#waiting++;
    const isSecure = server instanceof HttpsServer;
    // There may be nothing else to wait for.
    process.channel?.ref();
    const answer = await new Promise<Answer>((resolve) => {
      this.#asked.set(id, resolve);
      this.#send({ type: 'hold', id, host, port, isSecure });
    });
    if (--this.#waiting === 0) process.channel?.unref();
    // Node's own error is what Tenon explains.
    if (answer.type === 'refused') throw Object.assign(new Error(answer.message), { code: answer.code });
    const { key, at, url } = answer;
    this.#servers.set(key, server);
    this.#serveBrowsers(server);
    server.once('listening', () => this.#send({ type: 'listening', key }));
    return { at, url };
  };

  /** Takes what the dev server says to a `hold`. */
  answer(answer: Answer): void {
    this.#asked.get(answer.id)?.(answer);
  }

  /** Takes a connection that has come to the held port; undefined if its client has gone away meanwhile. */
  connect(key: string, socket: Socket | undefined): void {
    const server = this.#servers.get(key);
    if (!server) socket?.destroy();
    if (!server || !socket) return;
    // As Node makes those of its own servers.
    socket.allowHalfOpen = true;
    socket.setNoDelay(true);
    server.emit('connection', socket);
    socket.resume();
  }

  /** Has the browsers load their pages again. */
  renewPages(): void {
    for (const response of this.#events) response.write('event: pages\ndata: {}\n\n');
  }

  /** Lets the browsers go: they come back, and find the next process. */
  endEvents(): void {
    for (const response of this.#events) response.end();
  }

  /** Cuts off everybody. */
  destroyConnections(): void {
    for (const server of this.#servers.values()) (server as HttpServer).closeAllConnections?.();
  }

  /** Answers the script of pages before the application sees its requests, and adds it to pages. */
  #serveBrowsers(server: Server): void {
    const emit = server.emit.bind(server) as (event: string, ...given: unknown[]) => boolean;
    server.emit = (event: string, ...given: unknown[]) => {
      if (event !== 'request') return emit(event, ...given);
      const [request, response] = given as [IncomingMessage, ServerResponse];
      if (request.url?.startsWith(DEV_PATH) === true && this.#answerScript(request, response)) return true;
      if (request.method === 'GET' && request.httpVersionMajor === 1) {
        // The page that a browser has kept is of an earlier process: told to keep it, it would reload it without end.
        if (request.headers.accept?.includes('text/html') === true) {
          delete request.headers['if-none-match'];
          delete request.headers['if-modified-since'];
          // Nothing can be added to what is compressed.
          delete request.headers['accept-encoding'];
        }
        addScript(response, this.#generation);
      }
      return emit(event, ...given);
    };
  }

  #answerScript({ url }: IncomingMessage, response: ServerResponse): boolean {
    if (url === SCRIPT_PATH) {
      sendScript(response, SCRIPT);
    } else if (url === EVENTS_PATH) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(`event: served\ndata: ${JSON.stringify({ generation: this.#generation })}\n\n`);
      this.#events.add(response);
      response.once('close', () => this.#events.delete(response));
    } else {
      return false;
    }
    return true;
  }
}
