import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import fastifyCompress from '@fastify/compress';
import { expect, test } from '@jest/globals';
import { Controller, LastEventId, ServerSentEvent, Signal, Sse } from '@tenon/http';
import { EventSource } from 'eventsource';
import { listen } from '../support/serve.js';
import { pause, until, Wire } from '../support/socket.js';

const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;

/** Items that come when a test wants them, and that note what becomes of them. */
class Feed implements AsyncIterable<unknown> {
  asked = 0;
  returned = 0;
  #give: ((step: IteratorResult<unknown>) => void) | undefined;
  #refuse: ((error: unknown) => void) | undefined;

  [Symbol.asyncIterator](): AsyncIterator<unknown> {
    return {
      next: () => {
        this.asked++;
        return new Promise((resolve, reject) => {
          this.#give = resolve;
          this.#refuse = reject;
        });
      },
      return: () => {
        this.returned++;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }
  give(value: unknown): void {
    this.#give?.({ value });
  }
  end(): void {
    this.#give?.({ done: true, value: undefined });
  }
  fail(error: unknown): void {
    this.#refuse?.(error);
  }
}

async function listenTo(feed: Feed, options: object = {}) {
  let signal: AbortSignal | undefined;
  @Controller()
  class Feeds {
    @Sse('/events', options) events(@Signal() given: AbortSignal) {
      signal = given;
      return feed;
    }
  }
  return { ...(await listen(Feeds)), signal: () => signal };
}

test('sends the headers and the first bytes at once, and each item when it comes', async () => {
  const feed = new Feed();
  const { port } = await listenTo(feed);
  const wire = new Wire(port);
  wire.write(get('/events'));
  await wire.until(/text\/event-stream[^]*\r\n\r\n2?3?\r?\n?:\n\n|\r\n\r\n3\r\n:\n\n/);
  feed.give('one');
  await wire.until('data: one\n\n');
  expect(feed.asked).toBe(2);
  feed.give('two');
  await wire.until('data: two\n\n');
  wire.goAway();
});

test('ends the reply when there are no more items, and goes on with the connection', async () => {
  const feed = new Feed();
  const { port } = await listenTo(feed);
  const wire = new Wire(port);
  wire.write(get('/events'));
  await wire.until(':\n\n');
  feed.end();
  await wire.until('0\r\n\r\n');
  wire.write(get('/events'));
  await wire.until(/0\r\n\r\nHTTP\/1\.1 200/);
  expect(feed.returned).toBe(0);
  wire.goAway();
});

test('sends heartbeats while there is silence, and none without need', async () => {
  const feed = new Feed();
  const { port } = await listenTo(feed, { heartbeatMs: 20 });
  const wire = new Wire(port);
  wire.write(get('/events'));
  await wire.until(/(:\n\n[^:]*){4}/);
  wire.goAway();
  await until(() => feed.returned === 1, 'the items were ended');
  expect(feed.asked).toBe(1);
});

test('sends no heartbeat where there is to be none', async () => {
  const feed = new Feed();
  const { port } = await listenTo(feed, { heartbeatMs: 0 });
  const wire = new Wire(port);
  wire.write(get('/events'));
  await wire.until(':\n\n');
  await pause(100);
  expect(wire.text.match(/:\n\n/g)).toHaveLength(1);
  wire.goAway();
});

test('ends the items at once and aborts the signal when the client goes away', async () => {
  const feed = new Feed();
  const { port, signal } = await listenTo(feed);
  const wire = new Wire(port);
  wire.write(get('/events'));
  await wire.until(':\n\n');
  expect([feed.returned, signal()?.aborted]).toEqual([0, false]);
  wire.goAway();
  await until(() => feed.returned === 1, 'the items were ended');
  await until(() => signal()?.aborted === true, 'the signal was aborted');
});

test('runs what an async generator does at its end when the client goes away', async () => {
  let isEnded = false;
  @Controller()
  class Generators {
    @Sse('/ticks') async *ticks(@Signal() signal: AbortSignal) {
      try {
        yield 'first';
        await sleep(60_000, undefined, { signal });
      } finally {
        isEnded = true;
      }
    }
  }
  const { port } = await listen(Generators);
  const wire = new Wire(port);
  wire.write(get('/ticks'));
  await wire.until('data: first');
  wire.goAway();
  await until(() => isEnded, 'the generator has ended');
  expect(isEnded).toBe(true);
});

test('ends the items of a client that has gone before the stream began', async () => {
  let isReturned = false;
  let go: (() => void) | undefined;
  @Controller()
  class Slow {
    @Sse('/slow') async slow() {
      await new Promise<void>((resolve) => (go = resolve));
      return {
        [Symbol.asyncIterator]: () => ({
          next: () => new Promise<IteratorResult<string>>(() => {}),
          return: () => {
            isReturned = true;
            return Promise.resolve({ done: true as const, value: undefined });
          },
        }),
      };
    }
  }
  const { app, port } = await listen(Slow);
  let closed = 0;
  app.fastify.server.on('connection', (socket) => socket.on('close', () => closed++));
  const wire = new Wire(port);
  wire.write(get('/slow'));
  await until(() => go !== undefined, 'the handler was called');
  wire.goAway();
  await until(() => closed === 1, 'the server has noticed');
  go?.();
  await until(() => isReturned, 'the items were ended');
  expect(isReturned).toBe(true);
});

test('asks for no more items than the client takes', async () => {
  let asked = 0;
  let isEnded = false;
  const item = 'x'.repeat(64 * 1024);
  @Controller()
  class Flood {
    @Sse('/flood', { heartbeatMs: 5 }) async *flood() {
      try {
        for (;;) {
          asked++;
          yield item;
        }
      } finally {
        isEnded = true;
      }
    }
  }
  const { port } = await listen(Flood);
  const wire = new Wire(port);
  wire.socket.pause();
  wire.write(get('/flood'));
  let before = -1;
  // Until the buffers of the two sockets are full.
  for (let same = 0; same < 5; same = asked === before ? same + 1 : 0) {
    before = asked;
    await pause(20);
  }
  expect(asked).toBeGreaterThan(1);
  expect(asked).toBeLessThan(400); // 25 MB; the buffers of loopback take some 6 MB at most
  const stopped = asked;
  wire.socket.resume();
  await until(() => asked > stopped + 5, 'it goes on');
  wire.goAway();
  await until(() => isEnded, 'the generator has ended');
});

test('logs what fails later, and ends the stream whole', async () => {
  const lines: string[] = [];
  const feed = new Feed();
  @Controller()
  class Failing {
    @Sse('/events') events() {
      return feed;
    }
  }
  const { port } = await listen(Failing, {
    logger: { requests: false, destination: { write: (line) => void lines.push(line) } },
  });
  const wire = new Wire(port);
  wire.write(get('/events', 'Connection: close\r\n'));
  await wire.until(':\n\n');
  feed.give('one');
  await wire.until('data: one');
  feed.fail(new Error('the source is gone'));
  expect(await wire.closed()).toMatch(/data: one\n\n\r\n0\r\n\r\n$/);
  expect(lines.join('')).toContain('the source is gone');
});

test('ends the stream where an item cannot be written', async () => {
  const feed = new Feed();
  const { port } = await listenTo(feed);
  const wire = new Wire(port);
  wire.write(get('/events', 'Connection: close\r\n'));
  await wire.until(':\n\n');
  feed.give(() => 1);
  expect(await wire.closed()).toMatch(/\r\n0\r\n\r\n$/);
  expect(feed.returned).toBe(1);
});

test('ends streams when the application closes', async () => {
  const feed = new Feed();
  const { app, port } = await listenTo(feed);
  const wire = new Wire(port);
  wire.write(get('/events'));
  await wire.until(':\n\n');
  await app.close();
  expect(await wire.closed()).toMatch(/\r\n0\r\n\r\n$/);
  expect(feed.returned).toBe(1);
});

test('aborts the signal of items that wait when the application closes', async () => {
  let isEnded = false;
  @Controller()
  class Waiting {
    @Sse('/waiting') async *waiting(@Signal() signal: AbortSignal) {
      try {
        yield 'first';
        await sleep(60_000, undefined, { signal });
      } finally {
        isEnded = true;
      }
    }
  }
  const { app, port } = await listen(Waiting);
  const wire = new Wire(port);
  wire.write(get('/waiting'));
  await wire.until('data: first');
  await app.close();
  await until(() => isEnded, 'the generator has ended');
  expect(await wire.closed()).toMatch(/\r\n0\r\n\r\n$/);
});

test('is not cut off by the limits on time, as long as its client takes heartbeats', async () => {
  const feed = new Feed();
  @Controller()
  class Quiet {
    @Sse('/events', { heartbeatMs: 30 }) events() {
      return feed;
    }
  }
  const { port } = await listen(Quiet, { timeouts: { handlerMs: 60, replyMs: 60, idleMs: 60, requestMs: 60 } });
  const wire = new Wire(port);
  wire.write(get('/events'));
  await pause(300);
  feed.give('late');
  await wire.until('data: late');
  expect(feed.returned).toBe(0);
  wire.goAway();
});

test('cuts off a client that takes nothing for too long', async () => {
  let isEnded = false;
  @Controller()
  class Flood {
    @Sse('/flood') async *flood() {
      try {
        for (;;) yield 'x'.repeat(64 * 1024);
      } finally {
        isEnded = true;
      }
    }
  }
  const { port } = await listen(Flood, { timeouts: { replyMs: 100 } });
  const wire = new Wire(port);
  wire.socket.pause();
  wire.write(get('/flood'));
  await until(() => isEnded, 'the stream was ended', 10_000);
  expect(isEnded).toBe(true);
});

test('answers HEAD without a body, ends the items, and goes on with the connection', async () => {
  const feed = new Feed();
  const { port } = await listenTo(feed);
  const wire = new Wire(port);
  wire.write('HEAD /events HTTP/1.1\r\nHost: x\r\n\r\nHEAD /lost HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(await wire.closed()).toMatch(/^HTTP\/1\.1 200 [^]*text\/event-stream[^]*\r\n\r\nHTTP\/1\.1 404 /);
  expect([feed.asked, feed.returned]).toEqual([0, 1]);
});

test('is not held back by @fastify/compress', async () => {
  const feed = new Feed();
  @Controller()
  class Compressed {
    @Sse('/events') events() {
      return feed;
    }
  }
  const { port } = await listen(Compressed, {}, (app) => app.register(fastifyCompress, { threshold: 0 }));
  const wire = new Wire(port);
  wire.write(get('/events', 'Accept-Encoding: gzip, br\r\n'));
  await wire.until(':\n\n');
  feed.give('one');
  await wire.until('data: one\n\n');
  expect(wire.text).not.toContain('content-encoding');
  wire.goAway();
});

test('serves an EventSource, which comes back and names the last event that it has seen', async () => {
  const asked: (string | undefined)[] = [];
  @Controller()
  class Numbers {
    @Sse('/numbers') async *numbers(@LastEventId() last: string | undefined) {
      asked.push(last);
      const from = Number(last ?? 0) + 1;
      yield new ServerSentEvent({ retry: 10 });
      for (let id = from; id < from + 2; id++) yield new ServerSentEvent({ event: 'number', id, data: { id } });
    }
  }
  const { url } = await listen(Numbers);
  const source = new EventSource(`${url}/numbers`);
  const seen: unknown[] = [];
  source.addEventListener('number', ({ data, lastEventId }) => seen.push([JSON.parse(data), lastEventId]));
  await until(() => seen.length >= 4, 'four events came');
  source.close();
  expect(seen.slice(0, 4)).toEqual([1, 2, 3, 4].map((id) => [{ id }, String(id)]));
  expect(asked.slice(0, 2)).toEqual([undefined, '2']);
});
