import 'reflect-metadata';
import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import secureSession from '@fastify/secure-session';
import session from '@fastify/session';
import { expect, test } from '@jest/globals';
import {
  type App,
  type CanActivate,
  Controller,
  createContextKey,
  type FastifyReply,
  type FastifyRequest,
  FromContext,
  Get,
  HttpCode,
  Injectable,
  Post,
  Provides,
  Req,
  type RequestContext,
  Res,
  UnauthorizedException,
  UseGuards,
  UseHooks,
} from '@tenon/http';
import { serve } from '../support/serve.js';
import { expectProblem } from './problem.js';

declare module 'fastify' {
  interface Session {
    visits?: number;
    user?: string;
  }
}
declare module '@fastify/secure-session' {
  interface SessionData {
    visits: number;
    user: string;
  }
}

/** What both plugins have in common. */
interface Store {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
}

function storeOf(request: FastifyRequest): Store {
  return request.session;
}

const USER = createContextKey<string>('user');

@Provides(USER)
@Injectable()
class SignedIn implements CanActivate {
  canActivate(context: RequestContext) {
    const user = storeOf(context.request).get('user');
    if (typeof user !== 'string') throw new UnauthorizedException();
    context.set(USER, user);
    return true;
  }
}

@Controller()
class Visits {
  @Post('/visits') @HttpCode(200) count(@Req() request: FastifyRequest) {
    const store = storeOf(request);
    const visits = Number(store.get('visits') ?? 0) + 1;
    store.set('visits', visits);
    return { visits };
  }
  @Post('/sign-in') signIn(@Req() request: FastifyRequest) {
    storeOf(request).set('user', 'ada');
  }
  @UseGuards(SignedIn) @Get('/me') me(@FromContext(USER) user: string) {
    return { user };
  }
  @Get('/failing') failing(@Req() request: FastifyRequest) {
    storeOf(request).set('visits', 100);
    throw new UnauthorizedException();
  }
}

/** A client that keeps cookies. */
function visitor(app: App) {
  let kept = '';
  return async (url: string, method: 'GET' | 'POST' = 'POST', headers: Record<string, string> = {}) => {
    const reply = await app.inject({ method, url, headers: { ...headers, ...(kept && { cookie: kept }) } });
    const given = reply.headers['set-cookie'];
    if (given !== undefined) kept = String(given).split(';', 1)[0] as string;
    return reply;
  };
}

const SECRET = 'a secret with more than thirty-two characters';
const KEY = Buffer.alloc(32, 7);

const started: readonly (readonly [name: string, start: (parts: (new () => object)[]) => Promise<App>])[] = [
  [
    '@fastify/session',
    async (parts) => {
      const app = await serve(parts);
      app.register(cookie).register(session, { secret: SECRET, cookie: { secure: false } });
      return app;
    },
  ],
  [
    '@fastify/session, with the cookies of createApp',
    async (parts) => {
      const app = await serve(parts, { cookies: {} });
      app.register(session, { secret: SECRET, cookie: { secure: false } });
      return app;
    },
  ],
  [
    '@fastify/secure-session',
    async (parts) => {
      const app = await serve(parts);
      app.register(secureSession, { key: KEY, cookie: { path: '/' } });
      return app;
    },
  ],
];

test.each(started)('keeps values from one request to the next: %s', async (_, start) => {
  const app = await start([Visits]);
  const first = visitor(app);
  const second = visitor(app);

  expect((await first('/visits')).json()).toEqual({ visits: 1 });
  expect((await first('/visits')).json()).toEqual({ visits: 2 });
  expect((await second('/visits')).json()).toEqual({ visits: 1 });
});

test.each(started)('is there when a guard decides: %s', async (_, start) => {
  const app = await start([Visits]);
  const visit = visitor(app);

  expectProblem(await visit('/me', 'GET'), { title: 'Unauthorized', status: 401 });
  expect((await visit('/sign-in')).statusCode).toBe(201);
  expect((await visit('/me', 'GET')).json()).toEqual({ user: 'ada' });
});

test.each(started)('keeps what was set before an error: %s', async (_, start) => {
  const app = await start([Visits]);
  const visit = visitor(app);

  expectProblem(await visit('/failing', 'GET'), { title: 'Unauthorized', status: 401 });
  expect((await visit('/visits')).json()).toEqual({ visits: 101 });
});

@Controller('/transfers')
class Transfers {
  @Get('/token') token(@Res() reply: FastifyReply) {
    return { token: reply.generateCsrf() };
  }
  @Post()
  @UseHooks({
    onRequest(request, reply, done) {
      this.csrfProtection(request, reply, done);
    },
  })
  make() {
    return 'made';
  }
}

test('keeps the secret of @fastify/csrf-protection in a session', async () => {
  const app = await serve(Transfers);
  app.register(secureSession, { key: KEY, cookie: { path: '/' } });
  app.register(csrf, { sessionPlugin: '@fastify/secure-session' });
  const visit = visitor(app);

  const { token } = (await visit('/transfers/token', 'GET')).json<{ token: string }>();
  expect((await visit('/transfers')).statusCode).toBe(403);
  expect((await visit('/transfers', 'POST', { 'csrf-token': token })).body).toBe('made');
});

test('tells nothing of a store that fails', async () => {
  const app = await serve(Visits, { cookies: {}, showErrors: false });
  const fail = (...given: unknown[]) => (given.at(-1) as (error: Error) => void)(new Error('redis://secret is down'));
  const store = { get: fail, set: fail, destroy: fail } as never;
  app.register(session, { secret: SECRET, cookie: { secure: false }, store });

  expectProblem(await app.inject({ method: 'POST', url: '/visits' }), { title: 'Internal Server Error', status: 500 });
});
