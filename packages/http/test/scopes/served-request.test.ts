import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import {
  type App,
  Controller,
  createApp,
  Get,
  Injectable,
  InjectRef,
  Module,
  Param,
  type Ref,
  RequestContext,
} from '@tenon/http';

@Injectable()
class Ids {
  constructor(@InjectRef(RequestContext) private readonly context: Ref<RequestContext>) {}

  /** Which request is being served, before and after somebody has waited. */
  async seen(): Promise<string> {
    const before = this.context.get().request.url;
    await setTimeout(5);
    return `${before}=${this.context.get().request.url}`;
  }
}

@Controller()
class PageController {
  constructor(private readonly ids: Ids) {}

  @Get('/pages/:page')
  page(@Param('page') _page: string) {
    return this.ids.seen();
  }
}

@Module({ controllers: [PageController] })
class AppModule {}

/** Sends several requests in one piece, and gives all that comes back. */
async function pipeline(app: App, paths: readonly string[]): Promise<string> {
  const { port } = new URL(await app.listen({ port: 0, signals: false }));
  const socket = connect(Number(port), '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = new Promise((resolve) => socket.once('end', resolve));
  const requests = paths.map((path, index) => {
    const last = index === paths.length - 1 ? 'connection: close\r\n' : '';
    return `GET ${path} HTTP/1.1\r\nhost: a\r\n${last}\r\n`;
  });
  socket.write(requests.join(''));
  await ended;
  return text;
}

test('tells requests of one connection apart, also those that come in one piece', async () => {
  await using app = await createApp(AppModule, { logger: false });
  const text = await pipeline(app, ['/pages/1', '/pages/2', '/pages/3']);
  expect(text.match(/\/pages\/\d=\/pages\/\d/g)).toEqual(
    ['1', '2', '3'].map((page) => `/pages/${page}=/pages/${page}`),
  );
});

test('leaves who waits for an injected request where they were', async () => {
  await using app = await createApp(AppModule, { logger: false });
  const scope = app.context.createRequestScope();
  await scope.run(async () => {
    await app.inject('/pages/1');
    expect(app.context.requests.getStore()).toBe(scope);
  });
  await app.inject('/pages/2');
  expect(app.context.requests.getStore()).toBeUndefined();
});

test('serves nothing any more in what was begun outside of requests', async () => {
  await using app = await createApp(AppModule, { logger: false });
  const seen: unknown[] = [];
  await app.ready();
  app.fastify.server.on('connection', () => seen.push(app.context.requests.getStore()));
  const timer = setInterval(() => seen.push(app.context.requests.getStore()), 1);
  try {
    await pipeline(app, ['/pages/1', '/pages/2']);
    await pipelineAgain(app);
  } finally {
    clearInterval(timer);
  }
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.filter((store) => store !== undefined)).toEqual([]);
});

async function pipelineAgain(app: App): Promise<void> {
  const reply = await fetch(`${app.fastify.listeningOrigin}/pages/3`);
  expect(await reply.text()).toBe('/pages/3=/pages/3');
}
