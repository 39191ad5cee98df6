import { type InjectionToken, type ModuleReference, TenonError } from '@tenon/core';
import { type App, type AppOptions, contextOf, createApp, type RequestContext } from '@tenon/http';
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyServerOptions,
  HTTPMethods,
  InjectOptions,
  LightMyRequestResponse,
} from 'fastify';
import { endAfterTest } from './end-after-test.js';
import * as faults from './errors.js';
import { QUIET_LOG } from './quiet-log.js';
import { type BodyOptions, injectOptions, type TestApp, type WorkOptions } from './test-app.js';
import { pendingReply, TestReply, titleOf } from './test-reply.js';
import { type Ticket, tickets } from './ticket.js';

/** How long a hook may take before the test is told its name: a test of jest's has 5,000 ms in all. */
const TIMEOUT_MS = 4000;

/**
 * Makes the same application as `createApp`, for a test: quiet, without a port, and closed after the test by itself.
 *
 * It is closed when the test that made it has ended, or after the last test of the file if it was made outside of one.
 * That needs jest, `node --test`, or another runner whose `beforeEach`, `afterEach` and `afterAll` are globals; elsewhere
 * write `await using app = …`, which is right everywhere. `node x.test.js` without `--test` counts as elsewhere.
 *
 * @param root - the application's root module
 * @param options - those of `createApp`. `logger` is quiet by default: errors alone are told, and those of a request only
 *   when its reply is not what the test expects. `timeoutMs` is 4,000 by default
 * @throws TenonError with every fault of the graph and of the routes, before anything was made
 *
 * @example
 * const app = await createTestApp(AppModule, { override: [provide(CLOCK, { useValue: noon })] });
 * await app.get('/orders/7').expect(200);
 */
export async function createTestApp(root: ModuleReference, options: AppOptions = {}): Promise<TestApp> {
  // A router that is compiled serves more requests a second than a test sends, and takes longer to make.
  const routerOptions = { compile: false, ...options.fastify?.routerOptions } as FastifyServerOptions['routerOptions'];
  const fastify = { ...options.fastify, routerOptions } as FastifyServerOptions;
  const app = await createApp(root, { logger: QUIET_LOG, timeoutMs: TIMEOUT_MS, ...options, fastify });
  addWorkHook(app.fastify);
  return addTestMethods(app);
}

/** Gives an application what tests want of it. It stays the same application: whoever takes an `App` takes it. */
function addTestMethods(app: App): TestApp {
  const provider = app.get.bind(app) as (token: InjectionToken) => unknown;
  const listen = app.listen.bind(app);
  const close = app.close.bind(app);
  const forget = endAfterTest(close);
  let listening: Promise<string> | undefined;

  const sender =
    (method: HTTPMethods) =>
    (url: string, options: BodyOptions = {}) =>
      pendingReply(send(app, method, url, options));
  const get = sender('GET');

  const test: TestApp = Object.assign(app, {
    get: (what: unknown, options?: BodyOptions) =>
      typeof what === 'string' ? get(what, options) : provider(what as InjectionToken),
    head: sender('HEAD'),
    options: sender('OPTIONS'),
    post: sender('POST'),
    put: sender('PUT'),
    patch: sender('PATCH'),
    delete: sender('DELETE'),
    request: (...given: readonly unknown[]) => {
      const work = given.at(-1) as (context: RequestContext) => unknown;
      return doWork(app, given.length === 1 ? {} : (given[0] as WorkOptions), work);
    },
    listen: (options: Parameters<App['listen']>[0] = {}) =>
      (listening ??= listen({ host: '127.0.0.1', port: 0, signals: false, ...options })),
    fetch: async (path: string, options?: RequestInit) => fetch(new URL(path, await test.listen()), options),
    close: () => {
      forget();
      return close();
    },
  } as unknown as Omit<TestApp, keyof App>) as TestApp;
  return test;
}

async function send(app: App, method: HTTPMethods, url: string, options: BodyOptions): Promise<TestReply<never>> {
  const ticket: Ticket = { log: [] };
  const reply = await inject(app, injectOptions(method, url, options), ticket);
  return new TestReply<never>(reply, { title: `${method} ${url}`, log: ticket.log });
}

async function inject(app: App, options: InjectOptions, ticket: Ticket): Promise<LightMyRequestResponse> {
  // What is sent while plugins are being loaded would lose its ticket.
  await app.ready();
  // light-my-request sends when somebody waits for the reply: that, too, has to be in here.
  return tickets.run(ticket, async () => await app.inject(options));
}

async function doWork(
  app: App,
  { method = 'GET', url = '/', set = [], ...options }: WorkOptions,
  work: (context: RequestContext) => unknown,
): Promise<unknown> {
  let outcome: Promise<unknown> | undefined;
  const ticket: Ticket = {
    log: [],
    work: (context) => {
      for (const [key, value] of set) context.set(key, value);
      return (outcome = endingScope(context, work));
    },
  };
  const reply = await inject(app, injectOptions(method, url, options), ticket);
  if (outcome === undefined) {
    throw new TenonError([faults.answeredBefore({ request: `${method} ${url}`, answer: titleOf(reply) })]);
  }
  return outcome;
}

/** Waits for what the request's instances have to end, so that a test sees it done, and sees it fail. */
async function endingScope(context: RequestContext, work: (context: RequestContext) => unknown): Promise<unknown> {
  try {
    return await work(context);
  } finally {
    await context.scope.close();
  }
}

/**
 * Does the work of `app.request` in the place of serving its request.
 *
 * The hook comes behind those of all plugins, and so before the guards of routes, which are mounted later still.
 */
function addWorkHook(fastify: FastifyInstance): void {
  // oxlint-disable-next-line typescript/unbound-method -- it is called on the instance
  const ready = fastify.ready as (...given: unknown[]) => unknown;
  let isAdded = false;
  fastify.ready = function addFirst(this: FastifyInstance, ...given: unknown[]) {
    if (!isAdded) {
      isAdded = true;
      // Without a scope of its own: it holds for the application itself.
      const plugin = async (instance: FastifyInstance): Promise<void> => void instance.addHook('onRequest', workHook);
      void fastify.register(Object.assign(plugin, { [Symbol.for('skip-override')]: true }));
    }
    return ready.apply(this, given);
  } as typeof fastify.ready;
}

function workHook(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const ticket = tickets.getStore();
  const work = ticket?.work;
  if (ticket === undefined || work === undefined) {
    done();
    return;
  }
  // Requests that the work sends itself are served.
  ticket.work = undefined;
  const answer = (): void => {
    if (!reply.sent) reply.code(204).send();
  };
  (work(contextOf(request)) as Promise<unknown>).then(answer, answer);
}
