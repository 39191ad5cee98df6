import 'reflect-metadata';
import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import { expect, test } from '@jest/globals';
import {
  type CanActivate,
  Controller,
  Cookies,
  FASTIFY,
  type FastifyReply,
  Get,
  Inject,
  Injectable,
  Post,
  ReadsBody,
  type RequestContext,
  Res,
  UseGuards,
  UseHooks,
} from '@tenon/http';
import type { FastifyInstance } from 'fastify';
import { serve } from '../support/serve.js';
import { expectProblem } from './problem.js';

@Controller('/themes')
class Themes {
  @Get() theme(@Cookies('theme', { signed: true, optional: true }) theme?: string) {
    return { theme: theme ?? 'none' };
  }
  @Get('/plain') plain(@Cookies('theme', { optional: true }) theme?: string) {
    return { theme: theme ?? 'none' };
  }
  @Post() choose(@Res() reply: FastifyReply) {
    reply.setCookie('theme', 'dark', { signed: true, path: '/' });
  }
}

test.each([
  [
    'registered by the application',
    async () => {
      const app = await serve(Themes);
      app.register(cookie, { secret: 'of the application' });
      return app;
    },
  ],
  ['asked for by an option', () => serve(Themes, { cookies: { secret: 'of the application' } })],
])('signs cookies, and takes none that was changed: %s', async (_, start) => {
  const app = await start();
  const given = String((await app.inject({ method: 'POST', url: '/themes' })).headers['set-cookie']);
  expect(given).toMatch(/^theme=dark\.[\w%+/]+; Path=\/; SameSite=Lax$/);
  const pair = given.split(';', 1)[0] as string;
  const ask = async (sent: string, url = '/themes') => (await app.inject({ url, headers: { cookie: sent } })).json();

  expect(await ask(pair)).toEqual({ theme: 'dark' });
  expect(await ask(pair.replace('dark', 'pink'))).toEqual({ theme: 'none' });
  expect(await ask('theme=dark', '/themes/plain')).toEqual({ theme: 'dark' });
  expect(app.fastify.unsignCookie(pair.slice('theme='.length))).toMatchObject({ value: 'dark' });
});

@Controller('/transfers')
class Transfers {
  @Get('/token') token(@Res() reply: FastifyReply) {
    return { token: reply.generateCsrf() };
  }
  @Post()
  @UseHooks({
    preValidation(request, reply, done) {
      this.csrfProtection(request, reply, done);
    },
  })
  make() {
    return 'made';
  }
}

test('refuses a POST without the token of @fastify/csrf-protection', async () => {
  const app = await serve(Transfers, { cookies: {}, showErrors: false });
  app.register(csrf);
  const issued = await app.inject('/transfers/token');
  const { token } = issued.json<{ token: string }>();
  const sent = String(issued.headers['set-cookie']).split(';', 1)[0] as string;
  const post = (headers: Record<string, string>, payload?: object) =>
    app.inject({ method: 'POST', url: '/transfers', headers, ...(payload && { payload }) });

  expectProblem(await post({}), {
    title: 'Forbidden',
    status: 403,
    detail: 'Missing csrf secret',
    code: 'csrf-missing-secret',
  });
  expectProblem(await post({ cookie: sent }), {
    title: 'Forbidden',
    status: 403,
    detail: 'Invalid csrf token',
    code: 'csrf-invalid-token',
  });
  expect((await post({ cookie: sent, 'x-csrf-token': token })).body).toBe('made');
  expect((await post({ cookie: sent }, { _csrf: token })).body).toBe('made');
});

@Injectable()
@ReadsBody()
class NotForged implements CanActivate {
  constructor(@Inject(FASTIFY) private readonly fastify: FastifyInstance) {}
  canActivate({ request, reply }: RequestContext) {
    return new Promise<boolean>((resolve) => this.fastify.csrfProtection(request, reply, () => resolve(true)));
  }
}

@Controller('/guarded')
@UseGuards(NotForged)
class Guarded {
  @Post() make() {
    return 'made';
  }
}

test('protects by a guard as well', async () => {
  const app = await serve([Transfers, Guarded]);
  app.register(cookie).register(csrf);
  const issued = await app.inject('/transfers/token');
  const { token } = issued.json<{ token: string }>();
  const sent = String(issued.headers['set-cookie']).split(';', 1)[0] as string;
  const post = (payload: object) => app.inject({ method: 'POST', url: '/guarded', headers: { cookie: sent }, payload });

  expectProblem(await post({}), {
    title: 'Forbidden',
    status: 403,
    detail: 'Invalid csrf token',
    code: 'csrf-invalid-token',
  });
  expect((await post({ _csrf: token })).body).toBe('made');
});
