import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { EVENTS_PATH, SCRIPT, SCRIPT_PATH, scriptTag, sendScript } from './browser-script.js';
import type { Fault } from './fault.js';

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
      response.end(pageOf({ heading, text }, this.#generation));
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

/**
 * Gives what of a fault may be said to whoever asks by this name.
 *
 * Errors quote sources. A name with a dot may be that of somebody else's page, which has had it lead to this machine to read
 * them (DNS rebinding); an address may not, nor a name that nobody can register.
 */
function shownTo(host = '', fault: Fault): Fault {
  const name = host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  const isOwn = !name.includes('.') || isIP(name) !== 0 || name.endsWith('.localhost');
  return isOwn ? fault : { ...fault, text: 'The terminal of `tenon dev` says more.' };
}

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
};

function pageOf({ heading, text }: Fault, generation: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(heading)}</title>
<style>
  body { margin: 0; padding: 2rem; background: #141418; color: #f2f2f2; font: 15px/1.5 ui-monospace, Menlo, Consolas, monospace }
  h1 { margin: 0 0 1rem; color: #ff7b72; font: 600 20px/1.4 system-ui, sans-serif }
  pre { margin: 0; white-space: pre-wrap }
</style>
<h1>${escapeHtml(heading)}</h1>
<pre>${escapeHtml(text)}</pre>
${scriptTag(generation)}
</html>
`;
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPED[character] ?? '');
}
