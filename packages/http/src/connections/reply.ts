import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { knowsHeads, writeCommonHead } from './reply-head.js';
import { knowsSockets, leaveSocket, takeSocket } from './reply-socket.js';
import { announcesBody, expectUnread, type UnreadLimits } from './unread-body.js';
import { http } from './node-http.js';

/** What replies have to know of an application. */
export interface ReplyLimits extends UnreadLimits {
  /** How long clients are told that their connections are kept, in milliseconds; 0 means that they are told nothing. */
  readonly idleMs: number;
}

/**
 * Makes the class of replies: Node's own, which also knows what to do where a reply is sent before its request's body has
 * come, and which does what is common without looking at all that is not.
 *
 * It is a class and not a hook: some replies are made where no hook runs.
 *
 * @returns for the option `ServerResponse` of Node's servers
 */
export function createReplyClass(limits: ReplyLimits): typeof ServerResponse {
  const { idleMs } = limits;
  const isHeadKnown = knowsHeads();

  class Reply extends http.ServerResponse {
    override writeHead(status: number, ...more: never[]): this {
      if (!this.req.complete && announcesBody(this.req)) expectUnread(this, limits);
      const node = this as unknown as { _keepAliveTimeout: number };
      // oxlint-disable-next-line no-underscore-dangle -- Node has no other name for what it tells clients
      if (node._keepAliveTimeout === 0) node._keepAliveTimeout = idleMs;
      const [headers, others] = more as readonly unknown[];
      if (isHeadKnown && others === undefined && isObject(headers) && writeCommonHead(this, status, headers))
        return this;
      return super.writeHead(status, ...more);
    }
  }

  if (!knowsSockets()) return Reply as typeof ServerResponse;
  class ReplyOnSocket extends Reply {
    override assignSocket(socket: Socket): void {
      if (!takeSocket(this, socket)) super.assignSocket(socket);
    }

    override detachSocket(socket: Socket): void {
      if (!leaveSocket(this, socket)) super.detachSocket(socket);
    }
  }
  return ReplyOnSocket as typeof ServerResponse;
}

/** Whether headers are given by their names, and not as a list. */
function isObject(headers: unknown): headers is Readonly<Record<string, unknown>> {
  return typeof headers === 'object' && headers !== null && !Array.isArray(headers);
}
