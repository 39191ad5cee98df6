import 'reflect-metadata';
import jwt from '@fastify/jwt';
import { expect, test } from '@jest/globals';
import {
  Body,
  type CanActivate,
  Controller,
  createContextKey,
  FASTIFY,
  FromContext,
  Get,
  Inject,
  Injectable,
  Post,
  Provides,
  type RequestContext,
  UseGuards,
} from '@tenon/http';
import type { FastifyInstance } from 'fastify';
import { serve } from '../support/serve.js';
import { expectProblem } from './problem.js';

interface User {
  readonly name: string;
}

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: User;
    user: User;
  }
}

const USER = createContextKey<User>('user');

@Provides(USER)
@Injectable()
class SignedIn implements CanActivate {
  async canActivate(context: RequestContext) {
    context.set(USER, await context.request.jwtVerify<User>());
    return true;
  }
}

@Controller()
class Users {
  constructor(@Inject(FASTIFY) private readonly fastify: FastifyInstance) {}

  @Post('/tokens') signIn(@Body('name') name: string) {
    return { token: this.fastify.jwt.sign({ name }, { expiresIn: '1h' }) };
  }
  @UseGuards(SignedIn) @Get('/me') me(@FromContext(USER) { name }: User) {
    return { name };
  }
}

test('lets a guard verify a token, and a service sign one', async () => {
  const app = await serve(Users, { showErrors: false });
  app.register(jwt, { secret: 'a secret' });
  const { token } = (await app.inject({ method: 'POST', url: '/tokens', payload: { name: 'ada' } })).json<{
    token: string;
  }>();
  const get = (authorization?: string) =>
    app.inject({ url: '/me', headers: { ...(authorization && { authorization }) } });

  expect((await get(`Bearer ${token}`)).json()).toEqual({ name: 'ada' });
  expectProblem(await get(), {
    title: 'Unauthorized',
    status: 401,
    detail: 'No Authorization was found in request.headers',
    code: 'jwt-no-authorization-in-header',
  });
  expectProblem(await get('Bearer a b'), {
    title: 'Bad Request',
    status: 400,
    detail: 'Format is Authorization: Bearer [token]',
    code: 'jwt-bad-request',
  });
  expectProblem(await get(`Bearer ${token}x`), {
    title: 'Unauthorized',
    status: 401,
    detail: 'Authorization token is invalid: The token signature is invalid.',
    code: 'jwt-authorization-token-invalid',
  });
  const expired = app.fastify.jwt.sign({ name: 'ada' }, { expiresIn: -1 } as never);
  expect((await get(`Bearer ${expired}`)).statusCode).toBe(401);
});

test('answers with 401 where a hook of the application verifies', async () => {
  const app = await serve(Users, { showErrors: false });
  app.register(jwt, { secret: 'a secret' });
  app.fastify.addHook('onRequest', (request) => request.jwtVerify());

  const reply = await app.inject({ method: 'POST', url: '/tokens', payload: { name: 'ada' } });
  expectProblem(reply, {
    title: 'Unauthorized',
    status: 401,
    detail: 'No Authorization was found in request.headers',
    code: 'jwt-no-authorization-in-header',
  });
});
