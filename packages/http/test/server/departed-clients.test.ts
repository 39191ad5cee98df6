import 'reflect-metadata';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import {
  type App,
  Context,
  Controller,
  Get,
  Injectable,
  InjectRef,
  type Ref,
  RequestContext,
  Signal,
  UseGuards,
} from '@tenon/http';
import { listen } from '../support/serve.js';
import { pause, until, Wire } from '../support/socket.js';

let seen: string[] = [];
let release: () => void = () => {};

@Injectable({ scope: 'request' })
class Tenant {
  readonly name = 'ada';
}

@Controller()
class Waiting {
  constructor(@InjectRef(Tenant) private readonly tenant: Ref<Tenant>) {}

  @Get('/text') text() {
    return 'text';
  }
  @Get('/signalled') async signalled(@Signal() signal: AbortSignal) {
    seen.push('called');
    await new Promise((_, refuse) => signal.addEventListener('abort', () => refuse(signal.reason as Error)));
  }
  @Get('/scoped') async scoped() {
    seen.push('called');
    await new Promise<void>((resolve) => (release = resolve));
    return this.tenant.get().name;
  }
  @Get('/guarded')
  @UseGuards(async (): Promise<boolean> => {
    seen.push('called');
    await new Promise<void>((resolve) => (release = resolve));
    return true;
  })
  guarded() {
    seen.push('let in');
  }
  @Get('/stream') stream(@Signal() signal: AbortSignal) {
    signal.addEventListener('abort', () => seen.push('aborted'));
    return Readable.from(
      (async function* () {
        try {
          for (let count = 0; ; count++) {
            yield `${count} `;
            await pause(5);
          }
        } finally {
          seen.push('ended');
        }
      })(),
    );
  }
  @Get('/late') async late(@Signal() signal: AbortSignal) {
    await pause(20);
    void until(() => seen.includes('sent'), 'the reply was sent').then(() => seen.push(`aborted ${signal.aborted}`));
    return 'late';
  }
  @Get('/asked-late') async askedLate(@Context() context: RequestContext) {
    seen.push('called');
    await new Promise<void>((resolve) => (release = resolve));
    seen.push(`aborted ${context.signal.aborted}`);
  }
}

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly err?: { readonly message: string };
}

async function serveLogged(): Promise<{ app: App; port: number; lines: Line[] }> {
  seen = [];
  const lines: Line[] = [];
  const destination = { write: (text: string) => void lines.push(JSON.parse(text) as Line) };
  const { app, port } = await listen({ controllers: [Waiting], providers: [Tenant] }, { logger: { destination } });
  return { app, port, lines };
}

async function askAndLeave(port: number, path: string): Promise<void> {
  const wire = new Wire(port);
  wire.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await until(() => seen.length > 0, 'it was called');
  wire.goAway();
}

const failures = (lines: readonly Line[]): readonly Line[] => lines.filter(({ level }) => level > 30);

test('takes a handler that ends by its signal for no failure', async () => {
  const { port, lines } = await serveLogged();
  await askAndLeave(port, '/signalled');
  await until(() => lines.some(({ msg }) => msg.includes('its client had gone away')), 'it was logged');
  expect(failures(lines)).toEqual([]);
});

test('takes a handler for no failure that wants something of a request that is over', async () => {
  const { port, lines } = await serveLogged();
  await askAndLeave(port, '/scoped');
  await pause(50);
  release();
  await until(() => lines.some(({ msg }) => msg.includes('its client had gone away')), 'it was logged');
  expect(lines.find(({ err }) => err)?.err?.message).toContain('TENON_CONTAINER_CLOSED');
  expect(failures(lines)).toEqual([]);
});

test('calls no handler when its client has left in a guard', async () => {
  const { port, lines } = await serveLogged();
  await askAndLeave(port, '/guarded');
  await pause(50);
  release();
  await pause(20);
  expect(seen).toEqual(['called']);
  expect(failures(lines)).toEqual([]);
});

test('ends a stream and aborts its signal when its client leaves', async () => {
  const { port, lines } = await serveLogged();
  const wire = new Wire(port);
  wire.write('GET /stream HTTP/1.1\r\nHost: x\r\n\r\n');
  await wire.until('3 ');
  wire.goAway();
  await until(() => seen.length === 2, 'both came');
  expect(seen.toSorted()).toEqual(['aborted', 'ended']);
  expect(failures(lines)).toEqual([]);
});

test('aborts no signal of a request that was answered', async () => {
  const { port, lines } = await serveLogged();
  const wire = new Wire(port);
  wire.write('GET /late HTTP/1.1\r\nHost: x\r\n\r\n');
  await wire.until(/late$/);
  wire.goAway();
  await pause(20);
  seen.push('sent');
  await until(() => seen.length === 2, 'the signal was looked at');
  expect(seen).toEqual(['sent', 'aborted false']);
  expect(failures(lines)).toEqual([]);
});

test('gives an aborted signal to whoever asks for it when the client has gone', async () => {
  const { port } = await serveLogged();
  await askAndLeave(port, '/asked-late');
  await pause(50);
  release();
  await until(() => seen.length === 2, 'the signal was looked at');
  expect(seen).toEqual(['called', 'aborted true']);
});

test('forgets those who waited for their turn on a connection that somebody has asked to make a tunnel of', async () => {
  const { app, port, lines } = await serveLogged();
  const wire = new Wire(port);
  const requests = ['GET /stream', 'GET /text', 'CONNECT x:80'].map((line) => `${line} HTTP/1.1\r\nHost: x\r\n\r\n`);
  wire.write(requests.join(''));
  await wire.closed();
  await app.close();
  expect(seen.toSorted()).toEqual(['aborted', 'ended']);
  expect(failures(lines)).toEqual([]);
});
