import { expect, test } from '@jest/globals';
import { type App, type AppOptions, Body, Controller, Get, Post, Req } from '@tenon/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { listen } from '../support/serve.js';
import { pause, until, Wire } from '../support/socket.js';

/* Requests leave out the events of their streams where nobody hears them. Whoever listens is to notice nothing of it. */

/** Node's own classes, in place of ours. */
const NODES_OWN: AppOptions = {
  fastify: {
    http: {
      IncomingMessage: process.getBuiltinModule('node:http').IncomingMessage,
      ServerResponse: process.getBuiltinModule('node:http').ServerResponse,
    },
  },
};

/** Everything that a stream has to tell, in its order. */
function listenTo(raw: IncomingMessage): string[] {
  const heard: string[] = [];
  for (const event of ['readable', 'end', 'close', 'aborted', 'error'] as const) raw.on(event, () => heard.push(event));
  raw.on('data', (chunk: Buffer) => heard.push(`data ${chunk.toString()}`));
  return heard;
}

type Reads = (raw: IncomingMessage) => Promise<string>;

const readFrom = (raw: IncomingMessage): Buffer | null => raw.read() as Buffer | null;

/** All the ways in which people read a request. */
const WAYS: Readonly<Record<string, Reads>> = {
  'its events': (raw) =>
    new Promise((resolve, reject) => {
      let text = '';
      raw.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text));
      raw.on('error', reject);
    }),
  'for await': async (raw) => {
    let text = '';
    for await (const chunk of raw) text += String(chunk);
    return text;
  },
  'readable and read()': (raw) =>
    new Promise((resolve) => {
      let text = '';
      raw.on('readable', () => {
        for (let chunk = readFrom(raw); chunk !== null; chunk = readFrom(raw)) text += chunk.toString();
      });
      raw.on('end', () => resolve(text));
    }),
  'a pipe': async (raw) => {
    const through = new PassThrough();
    raw.pipe(through);
    return (await through.toArray()).join('');
  },
  'a pipeline': async (raw) => {
    const through = new PassThrough();
    const [, text] = await Promise.all([pipeline(raw, through), through.toArray()]);
    return text.join('');
  },
  'a Web stream': async (raw) => new Response(Readable.toWeb(raw) as ReadableStream).text(),
  resume: async (raw) => {
    raw.resume();
    await finished(raw, { writable: false });
    return '';
  },
};

const KINDS: Readonly<Record<string, string>> = {
  'without a body': 'GET /WAY HTTP/1.1\r\nHost: x\r\n\r\n',
  'with a body of no bytes':
    'PUT /WAY HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-test\r\nContent-Length: 0\r\n\r\n',
  'with a body': 'PUT /WAY HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-test\r\nContent-Length: 5\r\n\r\nhello',
  'with a body in chunks':
    'PUT /WAY HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n',
};

const whenRead = Object.entries(WAYS).flatMap(([way, read]) =>
  Object.entries(KINDS).flatMap(([kind, text]) =>
    ['at once', 'later'].map((when) => ({ way, kind, when, read, text })),
  ),
);

test.each(whenRead)('lets a request $kind be read by $way, $when', async ({ way, read, text, when }) => {
  const { port } = await listen([], {}, ({ fastify }) => {
    // A plugin that leaves its bodies to the routes.
    fastify.addContentTypeParser('application/x-test', (_request, _payload, done) => done(null));
    fastify.route({
      method: ['GET', 'PUT'],
      url: '/read',
      handler: async ({ raw }) => {
        if (when === 'later') await pause(20);
        return `<${await read(raw)}>`;
      },
    });
  });
  const wire = new Wire(port);
  wire.write(text.replace('/WAY', '/read'));
  const expected = way !== 'resume' && text.includes('hel') ? '<hello>' : '<>';
  expect(await wire.until(expected)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  // The connection is good for the next one.
  wire.write(KINDS['without a body']?.replace('/WAY', '/read') ?? '');
  await until(() => wire.text.match(/HTTP\/1\.1 200/g)?.length === 2, 'the next one is answered');
  wire.goAway();
});

test('tells who listens that a request without a body has ended and is closed, as Node does', async () => {
  const heard: string[][] = [];
  const prepare = ({ fastify }: App): void => {
    fastify.get('/listen', (request: FastifyRequest, reply: FastifyReply) => {
      heard.push(listenTo(request.raw));
      reply.send('heard');
    });
  };
  for (const options of [{}, NODES_OWN]) {
    const { port } = await listen([], options, prepare);
    const wire = new Wire(port);
    wire.write('GET /listen HTTP/1.1\r\nHost: x\r\n\r\n');
    await wire.until('heard');
    await pause(20);
    wire.goAway();
  }
  const [ours, nodes] = heard;
  expect(nodes).toContain('close');
  expect(ours).toEqual(nodes);
});

test.each([
  'GET /wait HTTP/1.1\r\nHost: x\r\n\r\n',
  'POST /wait HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}',
])('tells a handler that listens of a client that goes away: %j', async (text) => {
  const heard: string[][] = [];
  const prepare = ({ fastify }: App): void => {
    fastify.route({
      method: ['GET', 'POST'],
      url: '/wait',
      handler: async ({ raw }) => {
        heard.push(listenTo(raw));
        await pause(80);
        return 'late';
      },
    });
  };
  for (const options of [{}, NODES_OWN]) {
    const { port } = await listen([], options, prepare);
    const wire = new Wire(port);
    wire.write(text);
    await pause(30);
    wire.goAway();
    await pause(100);
  }
  const [ours, nodes] = heard;
  expect(nodes).toContain('close');
  expect(ours).toEqual(nodes);
});

@Controller('/orders')
class Orders {
  @Get() async list(@Req() { raw }: FastifyRequest) {
    const before = stateOf(raw);
    await pause(10);
    return [before, stateOf(raw)];
  }
  @Post() async place(@Body({ unvalidated: true }) body: unknown, @Req() { raw }: FastifyRequest) {
    const before = stateOf(raw);
    await pause(10);
    return { body, states: [before, stateOf(raw)] };
  }
}

function stateOf({ readableEnded, destroyed, complete, aborted, errored }: IncomingMessage) {
  return { readableEnded, destroyed, complete, aborted, errored };
}

interface Placed {
  readonly body: unknown;
  readonly states: readonly unknown[];
}

const JSON_HEAD = 'POST /orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

test.each([
  { what: 'in one piece', pieces: [`${JSON_HEAD}Content-Length: 7\r\n\r\n{"a":1}`] },
  { what: 'behind its head', pieces: [`${JSON_HEAD}Content-Length: 7\r\n\r\n`, '{"a":1}'] },
  { what: 'byte by byte', pieces: [`${JSON_HEAD}Content-Length: 7\r\n\r\n`, ...'{"a":1}'.split('')] },
  {
    what: 'in chunks',
    pieces: [`${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n`, '4\r\n":1}\r\n0\r\n\r\n'],
  },
  { what: 'in letters cut in two', pieces: [`${JSON_HEAD}Content-Length: 8\r\n\r\n{"é`, '":1}'] },
])('reads a body that comes $what, and leaves the request as Node does', async ({ pieces }) => {
  const answers: string[] = [];
  for (const options of [{}, NODES_OWN]) {
    const { port } = await listen(Orders, options);
    const wire = new Wire(port);
    for (const piece of pieces) {
      const bytes = Buffer.from(piece);
      const half = piece.includes('é') ? bytes.indexOf(0xc3) + 1 : bytes.length;
      wire.write(bytes.subarray(0, half));
      if (half < bytes.length) await pause(10);
      if (half < bytes.length) wire.write(bytes.subarray(half));
      await pause(10);
    }
    answers.push((await wire.until(/\]\}$/)).split('\r\n\r\n')[1] as string);
    wire.goAway();
  }
  const [ours, nodes] = answers;
  const [own, expected] = [ours, nodes].map((text = '') => JSON.parse(text) as Placed);
  expect(expected?.body).toBeDefined();
  expect(own?.body).toEqual(expected?.body);
  // While a handler begins, Node's stream has ended and is not yet closed.
  expect(own?.states[1]).toEqual(expected?.states[1]);
});

test('answers requests on one connection in their order, whether they have bodies or not', async () => {
  const { port } = await listen(Orders);
  const wire = new Wire(port);
  const list = 'GET /orders HTTP/1.1\r\nHost: x\r\n\r\n';
  const place = (count: number): string => `${JSON_HEAD}Content-Length: 7\r\n\r\n{"a":${count}}`;
  wire.write(`${place(1)}${list}${place(2)}${place(3)}${list}`);
  await until(() => wire.text.match(/HTTP\/1\.1 20/g)?.length === 5, 'all are answered');
  expect(wire.text.match(/"a":\d|\[\{"readableEnded/g)).toEqual([
    '"a":1',
    '[{"readableEnded',
    '[{"readableEnded',
    '"a":2',
    '[{"readableEnded',
    '"a":3',
    '[{"readableEnded',
    '[{"readableEnded',
  ]);
  wire.goAway();
});

test.each(['Content-Length: 9', 'Transfer-Encoding: chunked'])(
  'gives a body to who listens to it while it is collected, and to the handler: %s',
  async (length) => {
    const heard: string[] = [];
    const { port } = await listen(Orders, {}, ({ fastify }) => {
      fastify.addHook('preParsing', (request, _reply, _payload, done) => {
        setTimeout(() => request.raw.on('data', (chunk: Buffer) => heard.push(chunk.toString())), 40);
        done();
      });
    });
    const part = (text: string): string =>
      length.includes('chunked') ? `${text.length}\r\n${text}\r\n${text.includes('}') ? '0\r\n\r\n' : ''}` : text;
    const wire = new Wire(port);
    wire.write(`${JSON_HEAD}${length}\r\n\r\n${part('{"a":')}`);
    await pause(80);
    wire.write(part('12'));
    await pause(20);
    wire.write(part('3}'));
    expect(await wire.until('{"body":{"a":123}')).toMatch(/^HTTP\/1\.1 201 /);
    expect(heard.join('')).toContain('123}');
    wire.goAway();
  },
);

/** What somebody has done to a request before its end came, and who wants the rest of it then. */
const BEGUN: Readonly<Record<string, (raw: IncomingMessage) => void>> = {
  'resume()': (raw) => raw.resume(),
  'resume() and pause()': (raw) => raw.resume().pause(),
  'read()': (raw) => void raw.read(),
  'a listener that has left': (raw) => {
    const listener = (): void => {};
    raw.on('data', listener).off('data', listener);
  },
  'a pipe that was undone': (raw) => {
    const through = new PassThrough();
    raw.pipe(through);
    raw.unpipe(through);
  },
  "setEncoding('utf8')": (raw) => void raw.setEncoding('utf8'),
};

test.each(
  Object.entries(BEGUN).flatMap(([how, begin]) =>
    ['0\r\n\r\n', '1\r\na\r\n0\r\n\r\n', '1\r\n\u00c3\r\n0\r\n\r\n'].map((rest) => ({ how, begin, rest })),
  ),
)('lets a request be read to its end that was begun by $how: $rest', async ({ begin, rest }) => {
  let isBegun = false;
  const found: unknown[] = [];
  const prepare = ({ fastify }: App): void => {
    fastify.addContentTypeParser('application/x-test', (_request, _payload, done) => done(null));
    fastify.put('/read', async ({ raw }) => {
      begin(raw);
      isBegun = true;
      await until(() => raw.complete, 'all of it has come');
      let text = '';
      const through = new PassThrough();
      through.on('data', (chunk: Buffer) => (text += chunk.toString()));
      raw.pipe(through);
      raw.resume();
      await Promise.race([Promise.all([finished(raw, { writable: false }), finished(through)]), pause(1000)]);
      found.push(stateOf(raw), raw.readableEncoding, text);
      return 'read';
    });
  };
  for (const options of [{}, NODES_OWN]) {
    const { port } = await listen([], options, prepare);
    const wire = new Wire(port);
    wire.write(
      'PUT /read HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-test\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    await until(() => isBegun, 'somebody has begun to read');
    isBegun = false;
    wire.write(Buffer.from(rest, 'latin1'));
    await wire.until('read');
    wire.goAway();
  }
  expect(found[3]).toMatchObject({ readableEnded: true });
  expect(found.slice(0, 3)).toEqual(found.slice(3));
});

test('refuses what is longer than it may be, whether that is said or not, and ends the connection', async () => {
  const { port } = await listen(Orders, { bodyLimit: 10 });
  for (const text of [
    `${JSON_HEAD}Content-Length: 30\r\n\r\n`,
    `${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n8\r\n{"a":123\r\n8\r\n45678901\r\n`,
  ]) {
    const wire = new Wire(port);
    wire.write(text);
    expect(await wire.closed()).toMatch(/^HTTP\/1\.1 413 [^]*"code":"ctp-body-too-large"/);
  }
});

test('forgets a request whose client goes away with half of its body', async () => {
  const { app, port } = await listen(Orders);
  const wire = new Wire(port);
  wire.write(`${JSON_HEAD}Content-Length: 7\r\n\r\n{"a`);
  await pause(30);
  wire.goAway();
  const count = (): Promise<number> =>
    new Promise((resolve) => app.fastify.server.getConnections((_, open) => resolve(open)));
  for (let look = 0; (await count()) > 0 && look < 100; look++) await pause(10);
  expect(await count()).toBe(0);
});
