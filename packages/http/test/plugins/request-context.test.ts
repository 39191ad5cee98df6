import 'reflect-metadata';
import requestContextPlugin, { requestContext } from '@fastify/request-context';
import { expect, test } from '@jest/globals';
import {
  Body,
  Controller,
  type FastifyRequest,
  Get,
  Injectable,
  InjectRef,
  Logger,
  Post,
  type Ref,
  Req,
  RequestContext,
  UseGuards,
} from '@tenon/http';
import { serve } from '../support/serve.js';

declare module '@fastify/request-context' {
  interface RequestContextData {
    user: string;
  }
}

@Injectable()
class Greeter {
  constructor(@InjectRef(RequestContext) private readonly context: Ref<RequestContext>) {}
  async greet() {
    await Promise.resolve();
    return { user: requestContext.get('user'), id: this.context.get().id };
  }
}

@Controller()
class Greetings {
  constructor(
    private readonly greeter: Greeter,
    readonly logger: Logger,
  ) {}
  @Get('/greeting') greet() {
    return this.greeter.greet();
  }
  @Post('/greeting')
  @UseGuards(({ request }) => {
    request.requestContext.set('user', 'grace');
    return true;
  })
  async greetOther(@Body({ unvalidated: true }) _body: object, @Req() request: FastifyRequest) {
    return { ...(await this.greeter.greet()), isSame: request.requestContext.get('user') === 'grace' };
  }
}

test('is found by a service, beside our own context', async () => {
  const app = await serve(Greetings);
  app.register(requestContextPlugin, {
    defaultStoreValues: (request) => ({ user: String(request.headers['x-user']) }),
  });

  const get = (user: string) => app.inject({ url: '/greeting', headers: { 'x-user': user } });
  const [ada, alan] = (await Promise.all([get('ada'), get('alan')])).map((reply) => reply.json<{ id: string }>());
  expect([ada, alan]).toEqual([
    { user: 'ada', id: expect.any(String) },
    { user: 'alan', id: expect.any(String) },
  ]);
  expect(ada?.id).not.toBe(alan?.id);
});

test('keeps what a guard has set while the body is read', async () => {
  const app = await serve(Greetings);
  app.register(requestContextPlugin);

  const reply = await app.inject({ method: 'POST', url: '/greeting', payload: { a: 1 } });
  expect(reply.json()).toEqual({ user: 'grace', id: expect.any(String), isSame: true });
});
