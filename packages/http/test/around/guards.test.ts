import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import {
  Body,
  type CanActivate,
  type Class,
  Controller,
  createContextKey,
  createMetadata,
  createParamDecorator,
  FromContext,
  Get,
  Injectable,
  Post,
  Provides,
  ReadsBody,
  type RequestContext,
  UnauthorizedException,
  UseGuards,
  UseHooks,
  WithoutGuards,
} from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { pause, Wire } from '../support/socket.js';

interface User {
  readonly name: string;
}
const CURRENT_USER = createContextKey<User>('current user');

@Injectable()
class Users {
  find(name: string | undefined): Promise<User | undefined> {
    return Promise.resolve(name === undefined ? undefined : { name });
  }
}

@Injectable()
@Provides(CURRENT_USER)
class SignedIn implements CanActivate {
  constructor(private readonly users: Users) {}
  async canActivate(context: RequestContext) {
    const user = await this.users.find(context.request.headers.authorization);
    if (!user) throw new UnauthorizedException('Sign in first.');
    context.set(CURRENT_USER, user);
    return true;
  }
}

test('passes on what a guard has found', async () => {
  const UserName = createParamDecorator((_: void, context) => context.get(CURRENT_USER)?.name ?? 'nobody');
  @Controller()
  class Mine {
    @Get('/me') @UseGuards(SignedIn) me(@FromContext(CURRENT_USER) user: User, @UserName() name: string) {
      return [user.name, name];
    }
    @Get('/anyone') anyone(@FromContext(CURRENT_USER, { optional: true }) user?: User) {
      return user ?? 'nobody';
    }
  }
  const app = await serve(Mine);
  expect((await app.inject('/me')).json()).toMatchObject({ status: 401, detail: 'Sign in first.' });
  expect((await app.inject({ url: '/me', headers: { authorization: 'ada' } })).json()).toEqual(['ada', 'ada']);
  expect((await app.inject('/anyone')).body).toBe('nobody');
});

test('fails when a guard does not keep what it promises', async () => {
  @Injectable()
  @Provides(CURRENT_USER)
  class Forgetful implements CanActivate {
    canActivate() {
      return true;
    }
  }
  @Controller()
  class Mine {
    @Get('/me') @UseGuards(Forgetful) me(@FromContext(CURRENT_USER) user: User) {
      return user;
    }
  }
  const app = await serve(Mine);
  const { status, detail } = (await app.inject('/me')).json<{ status: number; detail: string }>();
  expect(status).toBe(500);
  expect(detail).toContain(
    'TENON_HTTP_NOT_SET: Forgetful let a request pass to Mine.me without "current user", which it promises by @Provides.',
  );
});

const refusals: readonly (readonly [answer: string, guard: () => unknown])[] = [
  ['false', () => false],
  ['a promise of false', () => Promise.resolve(false)],
  ['nothing', () => undefined],
  ['something true', () => 'yes'],
  ['a promise of something true', () => Promise.resolve(1)],
];

test.each(refusals)('refuses with 403 when a guard answers with %s', async (_, guard) => {
  @Controller()
  class Guarded {
    @Get('/guarded') @UseGuards(guard as () => boolean) guarded() {
      return 'in';
    }
  }
  const app = await serve(Guarded);
  expect((await app.inject('/guarded')).json()).toMatchObject({ status: 403, title: 'Forbidden' });
});

const admissions: readonly (readonly [answer: string, guard: () => boolean | Promise<boolean>])[] = [
  ['true', () => true],
  ['a promise of true', () => Promise.resolve(true)],
];

test.each(admissions)('lets a request pass when a guard answers with %s', async (_, guard) => {
  @Controller()
  class Guarded {
    @Get('/guarded') @UseGuards(guard) guarded() {
      return 'in';
    }
  }
  const app = await serve(Guarded);
  expect((await app.inject('/guarded')).body).toBe('in');
});

test.each([
  [
    'throws',
    () => {
      throw new UnauthorizedException();
    },
    401,
  ],
  ['rejects', () => Promise.reject(new UnauthorizedException()), 401],
  [
    'throws something that is no error',
    () => {
      throw 'no'; // oxlint-disable-line typescript/only-throw-error -- that is what is tested
    },
    500,
  ],
  // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- as above
  ['rejects with nothing', () => Promise.reject(undefined), 500],
] as const)('answers as it says when a guard %s', async (_, guard, status) => {
  let calls = 0;
  @Controller()
  class Guarded {
    @Get('/guarded') @UseGuards(() => Promise.resolve(true), guard) guarded() {
      calls++;
    }
  }
  const app = await serve(Guarded);
  expect((await app.inject('/guarded')).statusCode).toBe(status);
  expect(calls).toBe(0);
});

test('asks guards of the application, the controller and the method in this order, and none after a refusal', async () => {
  const seen: string[] = [];
  const guard = (name: string): Class<CanActivate> => {
    @Injectable()
    class Named implements CanActivate {
      canActivate({ request }: RequestContext) {
        seen.push(name);
        const isFine = request.headers['stop'] !== name;
        return name.endsWith('2') ? Promise.resolve(isFine) : isFine;
      }
    }
    return Named;
  };
  @Controller()
  @UseGuards(guard('controller1'), guard('controller2'))
  class Ordered {
    @Get('/ordered')
    @UseGuards(guard('method1'))
    @UseGuards(guard('method2'))
    ordered() {
      return seen.splice(0);
    }
  }
  const app = await serve(Ordered, { guards: [guard('app1'), guard('app2')] });
  expect((await app.inject('/ordered')).json()).toEqual([
    'app1',
    'app2',
    'controller1',
    'controller2',
    'method1',
    'method2',
  ]);
  expect((await app.inject({ url: '/ordered', headers: { stop: 'controller1' } })).statusCode).toBe(403);
  expect(seen.splice(0)).toEqual(['app1', 'app2', 'controller1']);
  expect((await app.inject({ url: '/ordered', headers: { stop: 'app2' } })).statusCode).toBe(403);
  expect(seen).toEqual(['app1', 'app2']);
});

test('runs before the body is read, and after it where a guard reads it', async () => {
  const seen: string[] = [];
  @Injectable()
  class Early implements CanActivate {
    canActivate({ request }: RequestContext) {
      seen.push(`early ${typeof request.body}`);
      return request.headers.authorization !== undefined;
    }
  }
  @Injectable()
  @ReadsBody()
  class Late implements CanActivate {
    canActivate({ request }: RequestContext) {
      seen.push(`late ${JSON.stringify(request.body)}`);
      return (request.body as { secret?: string }).secret === 'x';
    }
  }
  @Controller()
  class Guarded {
    @Post('/guarded')
    // In whatever order they stand.
    @UseGuards(Late, Early)
    guarded(@Body('secret') secret: string) {
      return secret;
    }
  }
  const app = await serve(Guarded);
  const ask = (payload: string, authorization?: string) =>
    app.inject({
      method: 'POST',
      url: '/guarded',
      payload,
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    });
  // It would be 400 if the body had been looked at.
  expect((await ask('{')).statusCode).toBe(403);
  expect(seen.splice(0)).toEqual(['early undefined']);
  expect((await ask('{"secret":"x"}', 'ada')).body).toBe('x');
  expect(seen.splice(0)).toEqual(['early undefined', 'late {"secret":"x"}']);
  expect((await ask('{"secret":"y"}', 'ada')).statusCode).toBe(403);
  expect((await ask('{', 'ada')).statusCode).toBe(400);
});

test('lets a guard answer itself', async () => {
  let calls = 0;
  @Controller()
  class Guarded {
    @Get('/redirected')
    @UseGuards(({ reply }: RequestContext): boolean => {
      reply.redirect('/sign-in');
      return false;
    })
    redirected() {
      calls++;
    }
    @Get('/later')
    @UseGuards(async ({ reply }: RequestContext): Promise<boolean> => {
      await pause(1);
      reply.redirect('/sign-in', 303);
      return true;
    })
    later() {
      calls++;
    }
    @Get('/true')
    @UseGuards(({ reply }: RequestContext): boolean => {
      reply.code(202).send('from the guard');
      return true;
    })
    true() {
      calls++;
    }
    @Get('/reply')
    @UseGuards((({ reply }: RequestContext) => reply.code(202).send('from the guard')) as unknown as () => boolean)
    reply() {
      calls++;
    }
  }
  const app = await serve(Guarded);
  const ask = async (url: string): Promise<unknown[]> => {
    const { statusCode, headers, body } = await app.inject(url);
    return [statusCode, headers.location ?? body];
  };
  expect(await ask('/redirected')).toEqual([302, '/sign-in']);
  expect(await ask('/later')).toEqual([303, '/sign-in']);
  expect(await ask('/true')).toEqual([202, 'from the guard']);
  expect(await ask('/reply')).toEqual([202, 'from the guard']);
  expect(calls).toBe(0);
});

test('tells no client what a guard heard from another server', async () => {
  const heard = Object.assign(new Error('no such user in ldap://inner'), {
    statusCode: 404,
    headers: { 'set-cookie': 'inner=1' },
  });
  @Controller()
  class Guarded {
    @Get('/throws')
    @UseGuards(() => {
      throw heard;
    })
    throws() {}
    @Get('/rejects') @UseGuards(() => Promise.reject(heard)) rejects() {}
    @Get('/second')
    @UseGuards(
      () => Promise.resolve(true),
      () => {
        throw heard;
      },
    )
    second() {}
    @Get('/plugin')
    @UseGuards(() => {
      throw Object.assign(new Error('No token.'), { statusCode: 401, code: 'FST_JWT_NO_AUTHORIZATION_IN_HEADER' });
    })
    plugin() {}
  }
  const app = await serve(Guarded, { showErrors: false });
  for (const url of ['/throws', '/rejects', '/second']) {
    const reply = await app.inject(url);
    expect([url, reply.statusCode, reply.headers['set-cookie']]).toEqual([url, 500, undefined]);
    expect(reply.body).not.toContain('ldap');
  }
  expect((await app.inject('/plugin')).json()).toMatchObject({ status: 401, detail: 'No token.' });
});

test('refuses a body without parsing it, and serves the next request of the connection', async () => {
  let parsed = 0;
  @Controller()
  class Guarded {
    @Post('/guarded')
    @UseHooks({
      preParsing: (_request, _reply, payload, done) => {
        parsed++;
        done(null, payload);
      },
    })
    @UseGuards(() => false)
    guarded() {}
    @Get('/fine') fine() {
      return 'fine';
    }
  }
  const { port } = await listen(Guarded);
  const wire = new Wire(port);
  const body = Buffer.alloc(60_000, 'x');
  wire.write(
    `POST /guarded HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  await wire.until('"status":403');
  wire.write(body);
  wire.write('GET /fine HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  const text = await wire.closed();
  expect(text.match(/HTTP\/1\.1 (\d+)/g)).toEqual(['HTTP/1.1 403', 'HTTP/1.1 200']);
  expect(parsed).toBe(0);
});

test('lets a guard read what a decorator says of the route', async () => {
  const Roles = createMetadata<readonly string[]>('roles');
  @Injectable()
  class HasRole implements CanActivate {
    canActivate({ route, request }: RequestContext): boolean {
      const wanted = route && (Roles.ofMethod(route.controller, route.handler) ?? Roles.ofClass(route.controller));
      return wanted === undefined || wanted.includes(String(request.headers['role']));
    }
  }
  @Controller()
  @UseGuards(HasRole)
  @Roles(['user'])
  class Roled {
    @Get('/users') users() {
      return 'users';
    }
    @Get('/admins') @Roles(['admin']) admins() {
      return 'admins';
    }
  }
  const app = await serve(Roled);
  const ask = async (url: string, role: string) => (await app.inject({ url, headers: { role } })).statusCode;
  expect([await ask('/users', 'user'), await ask('/users', 'admin')]).toEqual([200, 403]);
  expect([await ask('/admins', 'user'), await ask('/admins', 'admin')]).toEqual([403, 200]);
});

test('guards the methods of a controller that it inherits', async () => {
  @UseGuards(() => false)
  class Base {
    @Get('/base') base() {
      return 'base';
    }
  }
  @Controller()
  class Derived extends Base {
    @Get('/own') own() {
      return 'own';
    }
  }
  const app = await serve(Derived);
  expect((await app.inject('/base')).statusCode).toBe(403);
  expect((await app.inject('/own')).statusCode).toBe(403);
});

@Injectable()
class AtTheDoor implements CanActivate {
  canActivate() {
    return false;
  }
}
@Injectable()
class OfTheHouse implements CanActivate {
  canActivate() {
    return false;
  }
}

test('leaves out the guards around that a controller or a method names, and no others', async () => {
  @Controller('/open')
  @WithoutGuards(AtTheDoor)
  @UseGuards(OfTheHouse)
  class Open {
    @Get() list(): string {
      return 'guarded by the controller';
    }
    @Get('/free') @WithoutGuards(OfTheHouse) free(): string {
      return 'free';
    }
    @Get('/closed') @WithoutGuards(OfTheHouse) @UseGuards(AtTheDoor) closed(): string {
      return 'guarded again';
    }
  }
  @Controller('/other')
  class Other {
    @Get() list(): string {
      return 'guarded by the application';
    }
    @Get('/free') @WithoutGuards(AtTheDoor) free(): string {
      return 'free';
    }
  }
  const app = await serve([Open, Other], { guards: [AtTheDoor] });
  const status = async (url: string) => (await app.inject(url)).statusCode;
  expect(await Promise.all(['/open', '/open/free', '/open/closed', '/other', '/other/free'].map(status))).toEqual([
    403, 200, 403, 403, 200,
  ]);
});

test('does not take what a guard that is left out provides for provided', async () => {
  @Controller()
  class Open {
    @Get() @WithoutGuards(SignedIn) get(@FromContext(CURRENT_USER) user: User): string {
      return user.name;
    }
  }
  await expect(serve(Open, { guards: [SignedIn] })).rejects.toThrow('TENON_HTTP_NOT_PROVIDED');
});
