import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  Body,
  type CanActivate,
  contextOf,
  Controller,
  createContextKey,
  createToken,
  type FastifyReply,
  type FastifyRequest,
  Get,
  Inject,
  Injectable,
  InjectRef,
  Module,
  Param,
  Post,
  Provides,
  FromContext,
  type Ref,
  type RequestContext,
  Req,
  Res,
  type TenonError,
  UseGuards,
  UseInterceptors,
} from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { until, Wire } from '../support/socket.js';

let made = 0;

@Injectable({ scope: 'request' })
class Tenant {
  readonly number = ++made;
  name = 'nobody';
}

@Injectable()
class Names {
  constructor(@InjectRef(Tenant) private readonly tenant: Ref<Tenant>) {}
  get name() {
    return this.tenant.get().name;
  }
}

@Injectable()
class SetsTenant implements CanActivate {
  constructor(@InjectRef(Tenant) private readonly tenant: Ref<Tenant>) {}
  canActivate({ request }: RequestContext) {
    this.tenant.get().name = String(request.headers['tenant']);
    return true;
  }
}

test('gives each request its own instances, and one of each within it', async () => {
  @Injectable({ scope: 'request' })
  class Orders {
    constructor(readonly tenant: Tenant) {}
  }
  @Controller({ path: '/scoped', scope: 'request' })
  class Scoped {
    constructor(
      private readonly orders: Orders,
      private readonly tenant: Tenant,
    ) {}
    @Get() same() {
      return { same: this.orders.tenant === this.tenant, number: this.tenant.number };
    }
  }
  const app = await serve(Scoped);
  const first = (await app.inject('/scoped')).json<{ same: boolean; number: number }>();
  const second = (await app.inject('/scoped')).json<{ same: boolean; number: number }>();
  expect([first.same, second.same]).toEqual([true, true]);
  expect(second.number).toBe(first.number + 1);
});

test("lets what lives as long as the application reach the request's instances", async () => {
  @Controller()
  @UseGuards(SetsTenant)
  class Tenants {
    constructor(private readonly names: Names) {}
    @Get('/name') async name() {
      await sleep(1);
      return this.names.name;
    }
  }
  const app = await serve(Tenants);
  expect((await app.inject({ url: '/name', headers: { tenant: 'ada' } })).body).toBe('ada');
});

test('keeps parallel requests apart, through bodies, waiting and streams', async () => {
  const KEY = createContextKey<string>('key');
  @Injectable()
  @Provides(KEY)
  class SetsKey implements CanActivate {
    async canActivate(context: RequestContext) {
      await sleep(Math.random() * 3);
      context.set(KEY, String(context.request.headers['tenant']));
      return true;
    }
  }
  @Controller()
  @UseGuards(SetsTenant, SetsKey)
  class Tenants {
    constructor(private readonly names: Names) {}
    @Post('/parallel/:id') async parallel(
      @Param('id') id: string,
      @Body('text') text: string,
      @FromContext(KEY) key: string,
    ) {
      await sleep(Math.random() * 3);
      return [id, text, key, this.names.name];
    }
    @Get('/stream') async *stream() {
      for (let count = 0; count < 3; count++) {
        await sleep(Math.random() * 3);
        yield `${this.names.name} `;
      }
    }
  }
  const { url } = await listen(Tenants);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uuid(), { minLength: 2, maxLength: 20 }), async (ids) => {
      await Promise.all(
        ids.map(async (id) => {
          const headers = { tenant: id, 'content-type': 'application/json' };
          const body = JSON.stringify({ text: id });
          const reply = await fetch(`${url}/parallel/${id}`, { method: 'POST', headers, body });
          expect(await reply.json()).toEqual([id, id, id, id]);
          expect(await (await fetch(`${url}/stream`, { headers })).text()).toBe(`${id} ${id} ${id} `);
        }),
      );
    }),
    { numRuns: 5 },
  );
});

test('waits for instances that take time to make', async () => {
  interface Session {
    readonly user: string;
  }
  const SESSION = createToken<Session>('session');
  @Injectable()
  class Count {
    made = 0;
  }
  @Controller({ path: '/session', scope: 'request' })
  class Sessions {
    constructor(@Inject(SESSION) private readonly session: Session) {}
    @Get() user() {
      return this.session.user;
    }
    @Get('/:id') show(@Param('id') id: number) {
      return [id, this.session.user];
    }
  }
  const app = await serve({
    controllers: [Sessions],
    providers: [
      Count,
      {
        provide: SESSION,
        scope: 'request',
        inject: [Count],
        useFactory: async (count: Count) => {
          await sleep(1);
          return { user: `user ${++count.made}` };
        },
      },
    ],
  });
  expect((await app.inject('/session/7')).json()).toEqual([7, 'user 1']);
  expect((await app.inject('/session/8')).json()).toEqual([8, 'user 2']);
  expect((await app.inject('/session/x')).statusCode).toBe(422);
});

test('ends instances after the reply, and when the client goes away', async () => {
  const seen: string[] = [];
  @Injectable({ scope: 'request' })
  class Connection implements Disposable {
    readonly id = ++made;
    [Symbol.dispose]() {
      seen.push('ended');
    }
  }
  @Controller({ scope: 'request' })
  class Connected {
    constructor(private readonly connection: Connection) {}
    @Get('/fine') fine() {
      return { isOpen: this.connection.id > 0 && !seen.includes('ended') };
    }
    @Get('/failing') failing() {
      seen.push('failing');
      throw new Error('no');
    }
    @Get('/stream') async *stream() {
      yield 'a';
      await sleep(5);
      yield seen.includes('ended') ? 'ended' : 'open';
    }
    @Get('/never') never() {
      seen.push('called');
      return new Promise(() => {});
    }
    @Get('/sent') sent(@Res() reply: FastifyReply) {
      reply.send('sent');
    }
  }
  const { url, port } = await listen(Connected);
  expect(await (await fetch(`${url}/fine`)).json()).toEqual({ isOpen: true });
  await until(() => seen.join() === 'ended', 'it was ended after the reply');
  seen.length = 0;
  expect((await fetch(`${url}/failing`)).status).toBe(500);
  await until(() => seen.join() === 'failing,ended', 'it was ended after an error');
  seen.length = 0;
  expect(await (await fetch(`${url}/stream`)).text()).toBe('aopen');
  await until(() => seen.join() === 'ended', 'it was ended after a stream');
  seen.length = 0;
  expect(await (await fetch(`${url}/sent`)).text()).toBe('sent');
  await until(() => seen.join() === 'ended', 'it was ended after what the handler sent');
  seen.length = 0;
  const wire = new Wire(port);
  wire.write('GET /never HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => seen.includes('called'), 'the handler was called');
  wire.goAway();
  await until(() => seen.join() === 'called,ended', 'it was ended when the client had gone');
});

test('makes nothing for a client that has gone, for nobody would end it', async () => {
  const seen: string[] = [];
  const gone = (request: FastifyRequest): Promise<void> =>
    new Promise((resolve) => {
      seen.push('waits');
      request.raw.once('close', () => setImmediate(resolve));
    });
  @Injectable({ scope: 'request' })
  class Connection implements Disposable {
    constructor() {
      seen.push('made');
    }
    [Symbol.dispose]() {
      seen.push('ended');
    }
  }
  @Injectable()
  class Work {
    constructor(@InjectRef(Connection) private readonly connection: Ref<Connection>) {}
    begin() {
      return this.connection.get();
    }
  }
  @Controller({ path: '/guarded', scope: 'request' })
  class Guarded {
    constructor(readonly connection: Connection) {}
    @Get('/')
    @UseGuards(async ({ request }: RequestContext) => {
      await gone(request);
      setImmediate(() => seen.push('went on'));
      return true;
    })
    guarded() {
      seen.push('called');
    }
  }
  @Controller({ path: '/wrapped', scope: 'request' })
  class Wrapped {
    constructor(readonly connection: Connection) {}
    @Get('/')
    @UseInterceptors(async ({ request }: RequestContext, next: () => unknown) => {
      await gone(request);
      setImmediate(() => seen.push('went on'));
      return next();
    })
    wrapped() {
      seen.push('called');
    }
  }
  @Controller()
  class Waiting {
    constructor(private readonly work: Work) {}
    @Get('/waiting') async waiting(@Req() request: FastifyRequest) {
      await gone(request);
      try {
        return this.work.begin();
      } catch (error) {
        seen.push((error as TenonError).code);
        throw error;
      }
    }
  }
  const { port } = await listen({ controllers: [Guarded, Wrapped, Waiting], providers: [Work, Connection] });
  const leave = async (path: string): Promise<void> => {
    seen.length = 0;
    const wire = new Wire(port);
    wire.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await until(() => seen.includes('waits'), 'somebody waited');
    wire.goAway();
  };
  for (const path of ['/guarded', '/wrapped']) {
    await leave(path);
    await until(() => seen.includes('went on'), 'the guard or the interceptor had answered');
    expect([path, ...seen]).toEqual([path, 'waits', 'went on']);
  }
  await leave('/waiting');
  await until(() => seen.length > 1, 'the handler had asked');
  expect(seen).toEqual(['waits', 'TENON_CONTAINER_CLOSED']);
});

test('ends instances after a request without a network', async () => {
  const seen: string[] = [];
  @Injectable({ scope: 'request' })
  class Connection implements Disposable {
    [Symbol.dispose]() {
      seen.push('ended');
    }
  }
  @Controller({ scope: 'request' })
  class Connected {
    constructor(readonly connection: Connection) {}
    @Get('/fine') fine() {
      return 'fine';
    }
  }
  const app = await serve(Connected);
  expect((await app.inject('/fine')).body).toBe('fine');
  await until(() => seen.length === 1, 'it was ended');
});

test('makes guards that live as long as a request, and nothing of a scope that nobody asks for', async () => {
  let connections = 0;
  @Injectable({ scope: 'request' })
  class Connection {
    readonly number = ++connections;
  }
  @Injectable({ scope: 'request' })
  class Connected implements CanActivate {
    constructor(private readonly connection: Connection) {}
    canActivate({ reply }: RequestContext) {
      reply.header('x-connection', this.connection.number);
      return true;
    }
  }
  @Controller()
  class Some {
    @Get('/guarded') @UseGuards(Connected) guarded() {
      return 'x';
    }
    @Get('/plain') plain() {
      return 'x';
    }
  }
  const app = await serve(Some);
  expect((await app.inject('/guarded')).headers['x-connection']).toBe('1');
  expect((await app.inject('/plain')).headers).not.toHaveProperty('x-connection');
  expect((await app.inject('/guarded')).headers['x-connection']).toBe('2');
});

test("serves raw routes within the request's context", async () => {
  @Module({ providers: [Names], exports: [Names] })
  class NamesModule {}
  const app = await serve({ imports: [NamesModule] });
  const names = app.get(Names);
  app.fastify.post('/raw', (request) =>
    sleep(1).then(() => ({ name: names.name, body: request.body, id: contextOf(request).id === request.id })),
  );
  const reply = await app.inject({ method: 'POST', url: '/raw', payload: { a: 1 } });
  expect(reply.json()).toEqual({ name: 'nobody', body: { a: 1 }, id: true });
  expect(() => names.name).toThrow('TENON_CONTAINER_NO_REQUEST');
});

test('answers with 500 when an instance cannot be made, and goes on', async () => {
  let isBroken = true;
  @Injectable({ scope: 'request' })
  class Connection {
    constructor() {
      if (isBroken) throw new Error('the database is away');
    }
  }
  @Controller({ scope: 'request' })
  class Connected {
    constructor(readonly connection: Connection) {}
    @Get('/fine') fine() {
      return 'fine';
    }
  }
  const app = await serve(Connected, { showErrors: false });
  expect((await app.inject('/fine')).statusCode).toBe(500);
  isBroken = false;
  expect((await app.inject('/fine')).body).toBe('fine');
});
