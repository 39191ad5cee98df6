import { compile } from '@tenon/dto';
import type { FastifyReply } from 'fastify';
import type { RequestContext } from '../contracts/context.js';
import type { ServerPhase } from '../contracts/server-phase.js';
import type { EventsModel, ReplyModel } from '../contracts/route-model.js';
import { type EventItems, EventStream } from '../sse/event-stream.js';
import { writeEvent } from '../sse/write-event.js';
import type { Fail, Finish } from './finish.js';
import { endIterator, endUnread, isAsyncIterable, iteratorOf, stepOf } from './item-stream.js';
import { writeJson } from './write-json.js';

/** Stored by nobody, and neither changed nor held back by proxies: nginx knows the latter. */
const HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['content-type', 'text/event-stream; charset=utf-8'],
  ['cache-control', 'no-store, no-transform'],
  ['x-accel-buffering', 'no'],
];

/**
 * Compiles what becomes of the items of `@Sse`.
 *
 * The reply begins as soon as the items have begun to wait for something. What fails until then is answered as on every
 * other route; what fails later is logged, and ends the stream. Nothing in place of items is 204, at which an `EventSource`
 * does not come back.
 */
export function compileEvents(
  { heartbeatMs }: EventsModel,
  view: ReplyModel['view'],
  phase: ServerPhase,
  fail: Fail,
): Finish {
  const writeData = view ? compileData(view) : writeAnyData;
  const write = (item: unknown): string => writeEvent(item, writeData);
  return (reply, value, context) => {
    if (context.isSent || value === reply || reply.sent) return;
    if (value === undefined || value === null) {
      reply.code(204).send();
      return;
    }
    if (!isAsyncIterable(value))
      throw new TypeError(`A handler with @Sse() has returned a ${typeof value}, and no async iterable.`);
    const iterator = iteratorOf(value);
    if (context.request.method === 'HEAD') {
      setHeaders(reply);
      endUnread(reply, iterator);
    } else if (reply.raw.destroyed) endIterator(iterator);
    else {
      send(
        reply,
        iterator,
        (items) => {
          const stream = new EventStream(items, {
            write,
            heartbeatMs,
            onError: (error) => logFailure(context, error),
          });
          stream.once(
            'close',
            phase.onDrain(() => {
              stream.end();
              // Whatever its items wait for will not come any more.
              context.abort?.abort();
            }),
          );
          return stream;
        },
        fail,
      );
    }
  };
}

/** Compiles the data of events: the view's exposed properties, whatever the object is. */
function compileData({ target, groups }: NonNullable<ReplyModel['view']>): (data: unknown) => string {
  const shown = compile(target, groups && { conversion: { groups: [...groups] } });
  return (data) => {
    if (typeof data === 'object' && data !== null) return shown.serialise(data);
    throw new TypeError(`An event to be shown as ${target.name} has ${data === null ? 'null' : `a ${typeof data}`}.`);
  };
}

function writeAnyData(data: unknown): string {
  return typeof data === 'string' ? data : writeJson(data);
}

function setHeaders(reply: FastifyReply): void {
  for (const [name, value] of HEADERS) if (!reply.hasHeader(name)) reply.header(name, value);
}

function send(
  reply: FastifyReply,
  iterator: AsyncIterator<unknown>,
  streamOf: (items: EventItems) => EventStream,
  fail: Fail,
): void {
  const { raw } = reply;
  const first = stepOf(iterator);
  const items = itemsAfter(first, iterator);
  // Nobody else looks whether the client is still there before the stream has begun.
  raw.once('close', items.stop);
  let isBegun = false;
  const begin = (): void => {
    if (isBegun) return;
    isBegun = true;
    raw.off('close', items.stop);
    if (raw.destroyed || raw.headersSent) {
      items.stop();
      return;
    }
    setHeaders(reply);
    reply.send(streamOf(items));
  };
  first.then(begin, (error: unknown) => {
    if (isBegun) return;
    isBegun = true;
    raw.off('close', items.stop);
    fail(reply, error);
  });
  setImmediate(begin);
}

/** Gives what an iterator gives, of which the first step was asked for already. */
function itemsAfter(first: Promise<IteratorResult<unknown>>, iterator: AsyncIterator<unknown>): EventItems {
  let ready: Promise<IteratorResult<unknown>> | undefined = first;
  let isStopped = false;
  return {
    next: () => {
      const step = ready ?? stepOf(iterator);
      ready = undefined;
      return step;
    },
    stop: () => {
      if (!isStopped) endIterator(iterator);
      isStopped = true;
    },
  };
}

function logFailure({ request }: RequestContext, error: unknown): void {
  request.log.error({ err: error }, 'A stream of events has failed, and was ended.');
}
