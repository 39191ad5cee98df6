import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { EVENTS_PATH, SCRIPT, SCRIPT_PATH, sendScript } from './browser-script.js';
import type { Fault } from './fault.js';
import { faultPage, PAGE_HEADERS, shownTo } from './fault-page.js';

const STARTING: Fault = {
  heading: 'The application is being started.',
  text: 'It has not begun to listen yet. This page comes back by itself.',
};

/**
 * Answers in the place of an application that cannot: with a page for browsers, with problem details (RFC 9457) for others.
 */
export class FaultReplies {
  #fault: Fault | undefined;
  /** Tells one fault from the next one, so that pages know which one they show. */
  #count = 0;
  readonly #server: Server;
  readonly #events = new Set<ServerResponse>();
  /** Connections on which nothing was asked yet. */
  readonly #unused = new Set<Socket>();

  constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /** Says what is at fault; undefined if nothing is known to be. */
  show(fault: Fault | undefined): void {
    this.#fault = fault;
    this.#count++;
    if (fault) for (const response of this.#events) this.#tell(response);
    else this.#letGo();
  }

  get isShowing(): boolean {
    return this.#fault !== undefined;
  }

  /** Answers what comes on a connection. */
  connect(socket: Socket): void {
    this.#unused.add(socket);
    socket.once('close', () => this.#unused.delete(socket));
    this.#server.emit('connection', socket);
    socket.resume();
  }

  /** Whoever waits comes back, and finds the application. */
  #letGo(): void {
    for (const response of this.#events) response.end();
    for (const socket of this.#unused) socket.destroy();
  }

  get #generation(): string {
    return `fault-${this.#count}`;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.#unused.delete(request.socket);
    request.resume();
    response.shouldKeepAlive = false;
    if (request.url === SCRIPT_PATH) {
      sendScript(response, SCRIPT);
    } else if (request.url === EVENTS_PATH) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.flushHeaders();
      this.#events.add(response);
      response.once('close', () => this.#events.delete(response));
      this.#tell(response);
    } else {
      this.#reply(request, response);
    }
  }

  #reply({ headers }: IncomingMessage, response: ServerResponse): void {
    const { heading, text } = shownTo(headers.host, this.#fault ?? STARTING);
    const status = this.#fault ? 500 : 503;
    const common = {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(status === 503 && { 'retry-after': '1' }),
    };
    if (headers.accept?.includes('text/html') === true) {
      response.writeHead(status, { ...common, ...PAGE_HEADERS });
      response.end(faultPage({ heading, text }, this.#generation));
    } else {
      response.writeHead(status, { ...common, 'content-type': 'application/problem+json; charset=utf-8' });
      response.end(JSON.stringify({ type: 'about:blank', title: heading, status, detail: text }));
    }
  }

  #tell(response: ServerResponse): void {
    if (!this.#fault) return;
    const fault = shownTo(response.req.headers.host, this.#fault);
    response.write(`event: fault\ndata: ${JSON.stringify({ generation: this.#generation, ...fault })}\n\n`);
  }
}
