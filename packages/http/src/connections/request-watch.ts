import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { RequestContext } from '../contracts/context.js';
import { RequestTimeoutException, ServiceUnavailableException } from '../contracts/http-exception.js';
import type { RouteModel } from '../contracts/route-model.js';
import { isHeldBack } from './expect-continue.js';
import { giveUp } from './give-up.js';
import { IdleConnections } from './idle-connections.js';
import type { OpenConnections } from './open-connections.js';
import type { OpenRequests } from './open-requests.js';
import { isOver, Progress } from './progress.js';
import { intervalFor, keepAliveMarginMs, type TimeLimits } from './time-limits.js';

/**
 * Looks now and then at all requests that are being answered, and gives up those that take too long.
 *
 * One timer for all of them: a request costs nothing here until it has been open for the length of a look, and no handler
 * has a timer of its own.
 */
export class RequestWatch {
  readonly #open: OpenRequests;
  readonly #idle: IdleConnections;
  readonly #limits: TimeLimits;
  /** Runs something as a part of a request. */
  readonly #within: (context: RequestContext, work: () => void) => void;
  readonly #progress = new WeakMap<RequestContext, Progress>();
  /** The shortest time that a handler may have. */
  #shortestMs = 0;
  /** How much of the time between two looks may be the fault of clients. */
  #mostMs = 0;
  #lastLook = 0;
  /** How long there is between two looks. */
  #everyMs = 0;
  /** The clock of clients. It goes slower than ours when the process was too busy to notice what they do. */
  #clientNow = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    open: OpenRequests,
    connections: OpenConnections,
    limits: TimeLimits,
    within: (context: RequestContext, work: () => void) => void,
  ) {
    this.#open = open;
    this.#idle = new IdleConnections(connections);
    this.#limits = limits;
    this.#within = within;
  }

  /** @param routes - may say how long their handlers have */
  start(routes: readonly RouteModel[]): void {
    const { handlerMs, bodyMs, requestMs, replyMs, idleMs } = this.#limits;
    const ofHandlers = [handlerMs, ...routes.map(({ timeoutMs }) => timeoutMs ?? 0)].filter((ms) => ms > 0);
    this.#shortestMs = Math.min(...ofHandlers);
    const ofClients = [bodyMs, requestMs, replyMs, idleMs].filter((ms) => ms > 0);
    this.#mostMs = Math.min(...ofClients) / 4;
    this.#lastLook = performance.now();
    this.#everyMs = intervalFor([...ofHandlers, ...ofClients]);
    this.#timer = setInterval(() => this.#look(), this.#everyMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    this.#clientNow += Math.min(now - this.#lastLook, this.#mostMs);
    this.#lastLook = now;
    for (const context of this.#open) {
      // Node has handed over the connection, as to WebSocket, and forgotten those who waited on it for their turn to reply.
      if (socketOf(context.request.raw)?.destroyed === true) context.response.destroy();
      const progress = this.#progress.get(context);
      // Its time begins with the first look, and so is never too short.
      if (progress === undefined) this.#begin(context, now);
      else this.#check(context, progress, now);
    }
    const { idleMs, replyMs } = this.#limits;
    if (idleMs === 0 && replyMs === 0) return;
    // Clients of open requests have been seen to by then, and told of in the log.
    const replyLimitMs = replyMs && replyMs + 2 * this.#everyMs;
    this.#idle.end(this.#clientNow, idleMs && idleMs + keepAliveMarginMs(idleMs), replyLimitMs);
  }

  #begin(context: RequestContext, now: number): void {
    this.#progress.set(context, new Progress(now, this.#clientNow, socketOf(context.request.raw)));
  }

  #check(context: RequestContext, progress: Progress, now: number): void {
    const { raw } = context.request;
    const socket = socketOf(raw);
    if (socket !== undefined) {
      if (!raw.complete && progress.hasMoreCome(socket)) progress.workSince = now;
      const waits = isHeldBack(raw) || socket.isPaused();
      if (!raw.complete && progress.isBodyLate(this.#clientNow, socket, waits, this.#limits)) {
        this.#refuseSlow(context);
        return;
      }
      if (progress.isReplyStuck(this.#clientNow, socket, this.#limits)) {
        context.request.log.info('The client does not read the reply. The connection was closed.');
        socket.destroy();
        return;
      }
    }
    if (now - progress.workSince < this.#shortestMs || context.isGivenUp || context.hasReplyBegun) return;
    const limitMs = context.route?.timeoutMs ?? this.#limits.handlerMs;
    if (isOver(now - progress.workSince, limitMs)) this.#giveUp(context, limitMs);
  }

  #refuseSlow(context: RequestContext): void {
    if (context.hasReplyBegun) {
      context.response.destroy();
      return;
    }
    if (context.isGivenUp) return;
    context.reply.header('connection', 'close');
    this.#within(context, () =>
      giveUp(context, new RequestTimeoutException('The body came too slowly.', { code: 'request-timeout' })),
    );
  }

  #giveUp(context: RequestContext, limitMs: number): void {
    const { route, request } = context;
    const handler = route ? `${route.controller.name}.${route.handler}` : 'The handler';
    const { url = request.raw.url } = request.routeOptions;
    const cause = new Error(`${handler} did not answer ${request.method} ${url} within ${limitMs} ms.`);
    cause.stack = String(cause);
    const options = { code: 'handler-timeout', cause };
    this.#within(context, () =>
      giveUp(context, new ServiceUnavailableException('The server took too long to answer.', options)),
    );
  }
}

/** Gives the connection of a request of HTTP/1; an injected one has none, and of HTTP/2 there are many requests on one. */
function socketOf({ socket, httpVersionMajor }: IncomingMessage): Socket | undefined {
  return socket instanceof Socket && httpVersionMajor === 1 ? socket : undefined;
}
