import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { PROBLEM_TYPE } from '../compile/compile-errors.js';
import { statusText } from '../contracts/http-exception.js';
import type { LoadGate } from './load-gate.js';

/** What is answered to those that are refused. */
export interface Refusal {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | number>>;
}

/** Writes once what all are told that are refused. There is no request id: nothing of the request has been looked at. */
export function writeRefusal(retryAfterSeconds = 1): Refusal {
  const body = Buffer.from(
    JSON.stringify({
      type: 'about:blank',
      title: statusText(503),
      status: 503,
      detail: 'The server has more to do than it can.',
      code: 'overloaded',
    }),
  );
  const headers = {
    'content-type': PROBLEM_TYPE,
    'content-length': body.length,
    'retry-after': retryAfterSeconds,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
  return { body, headers };
}

/** A body of up to so many bytes is read to its end on behalf of the next request on the connection; others end it. */
const MOST_UNREAD = 65_536;
/** For how long new connections are taken before what they ask for is served, in milliseconds. */
const MOST_TAKING_MS = 10;

type Listener = (request: IncomingMessage, response: ServerResponse) => void;
type Enter = ReturnType<typeof AsyncLocalStorage.snapshot>;

/**
 * Puts a gate before a server's requests: those that are refused are answered at once, before anything else is done for them.
 *
 * @param path - what the paths begin with that are always answered; undefined for none
 */
export function shedLoad(server: Server, gate: LoadGate, refusal: Refusal, path: string | undefined): void {
  const [first, ...others] = server.listeners('request') as [Listener, ...Listener[]];
  const always = path === undefined ? undefined : `${path}/`;
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    if (gate.admits() || (always !== undefined && request.url?.startsWith(always) === true)) {
      first.call(server, request, response);
      // There is one, Fastify's, unless somebody has added theirs.
      for (let at = 0; at < others.length; at++) others[at]?.call(server, request, response);
    } else refuse(request, response, refusal);
  };
  const intake = new Intake(serve);
  server.removeAllListeners('request');
  server.on('connection', () => intake.connect());
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (intake.isTaking) intake.keep(request, response);
    else serve(request, response);
  });
}

/**
 * Takes new connections before it lets their requests be served.
 *
 * Node accepts one connection in each turn of the event loop. Where a turn serves several requests, a crowd of new clients
 * would wait in the kernel for that many turns, seen by nobody. So while connections come, turns do nothing else.
 */
class Intake {
  readonly #serve: Listener;
  /** Requests, each with what enters its own connection's context, as Node does: it must find nothing of another's there. */
  readonly #kept: (readonly [request: IncomingMessage, response: ServerResponse, enter: Enter])[] = [];
  #hasNew = false;
  /** Whether requests are kept, since connections come. */
  isTaking = false;
  #since = 0;

  constructor(serve: Listener) {
    this.#serve = serve;
  }

  connect(): void {
    this.#hasNew = true;
    if (this.isTaking) return;
    this.isTaking = true;
    this.#since = performance.now();
    setImmediate(this.#endTurn);
  }

  /** Keeps a request until no more connections come. */
  keep(request: IncomingMessage, response: ServerResponse): void {
    this.#kept.push([request, response, AsyncLocalStorage.snapshot()]);
  }

  readonly #endTurn = (): void => {
    if (this.#hasNew && performance.now() - this.#since < MOST_TAKING_MS) {
      this.#hasNew = false;
      setImmediate(this.#endTurn);
      return;
    }
    this.isTaking = false;
    // A client that has gone in the meantime has closed its response.
    for (const [request, response, enter] of this.#kept.splice(0))
      if (!response.destroyed) enter(this.#serve, request, response);
  };
}

function refuse({ headers }: IncomingMessage, response: ServerResponse, { body, headers: ours }: Refusal): void {
  if (headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > MOST_UNREAD)
    response.shouldKeepAlive = false;
  response.writeHead(503, ours).end(body);
}
