import { expect, test } from '@jest/globals';
import {
  Body,
  Catch,
  Controller,
  type ExceptionFilter,
  Injectable,
  Module,
  Post,
  provide,
  Redirect,
  type RequestContext,
  UseFilters,
} from '@tenon/http';
import { IsString } from '@tenon/dto';
import { ATTEMPT_STORE, AuthModule, type AttemptStore, SignInLimit, WrongCredentialsException } from '@tenon/auth';
import { createTestApp, freezeTime } from '@tenon/testing';

class Credentials {
  @IsString() email!: string;
  @IsString() password!: string;
}

@Controller()
class SessionController {
  @Post('/sign-in')
  @SignInLimit('email', {
    address: { attempts: 10, seconds: 60 },
    account: { attempts: 3, seconds: 900 },
    elsewhere: { attempts: 5, seconds: 3600 },
  })
  signIn(@Body() { password }: Credentials) {
    if (password !== 'right') throw new WrongCredentialsException();
    return { token: 'x' };
  }

  @Post('/nested')
  @SignInLimit('user.email', { account: { attempts: 1, seconds: 60 } })
  nested(): never {
    throw new WrongCredentialsException();
  }
}

@Module({ imports: [AuthModule], controllers: [SessionController] })
class AppModule {}

async function appWith(module: new () => object = AppModule) {
  const app = await createTestApp(module, { trustProxy: 'loopback' });
  const signIn = async (email: string, address: string, password = 'wrong') => {
    const headers = { 'x-forwarded-for': address };
    return app.post('/sign-in', { headers, body: { email, password } });
  };
  const statuses = async (times: number, email: string, address: string, password?: string) => {
    const found: number[] = [];
    for (let time = 0; time < times; time++) found.push((await signIn(email, address, password)).status);
    return found;
  };
  return { app, signIn, statuses };
}

test('answers 429 with Retry-After when one account was tried too often', async () => {
  using _ = freezeTime('2026-01-01T00:00:00Z');
  const { signIn, statuses } = await appWith();
  expect(await statuses(4, 'ada@x.org', '10.0.0.1')).toEqual([401, 401, 401, 429]);
  const reply = await signIn(' ADA@x.org', '10.0.0.1', 'right');
  expect(reply.status).toBe(429);
  expect(reply.headers).toMatchObject({ 'retry-after': '900', 'cache-control': 'no-store' });
  expect(reply.body).toMatchObject({ code: 'too-many-attempts' });
  expect(await statuses(1, 'grace@x.org', '10.0.0.1', 'right')).toEqual([201]);
});

test('counts again when the time is up', async () => {
  using time = freezeTime('2026-01-01T00:00:00Z');
  const { statuses } = await appWith();
  expect(await statuses(4, 'ada@x.org', '10.0.0.1')).toEqual([401, 401, 401, 429]);
  await time.advance({ minutes: 16 });
  expect(await statuses(1, 'ada@x.org', '10.0.0.1', 'right')).toEqual([201]);
});

test('does not count attempts that succeed', async () => {
  const { statuses } = await appWith();
  expect(new Set(await statuses(20, 'ada@x.org', '10.0.0.1', 'right'))).toEqual(new Set([201]));
});

test('counts what the handler refuses, whatever page a filter makes of it', async () => {
  @Catch(WrongCredentialsException)
  class BackToTheForm implements ExceptionFilter {
    catch(_: unknown, { reply }: RequestContext) {
      return reply.redirect('/sign-in?wrong', 303);
    }
  }
  @Controller()
  class FormController {
    @Post('/sign-in')
    @SignInLimit('email', { account: { attempts: 2, seconds: 60 } })
    @UseFilters(BackToTheForm)
    @Redirect('/home', 303)
    signIn(@Body() { password }: Credentials) {
      if (password !== 'right') throw new WrongCredentialsException();
    }
  }
  @Module({ imports: [AuthModule], controllers: [FormController] })
  class FormModule {}
  const { signIn } = await appWith(FormModule);
  const locations: unknown[] = [];
  for (const password of ['right', 'right', 'right', 'wrong', 'wrong', 'right'])
    locations.push((await signIn('ada@x.org', '10.0.0.1', password)).headers['location']);
  expect(locations).toEqual(['/home', '/home', '/home', '/sign-in?wrong', '/sign-in?wrong', undefined]);
});

test('takes back what succeeded on one route from none with other limits', async () => {
  const { app, signIn } = await appWith();
  const headers = { 'x-forwarded-for': '10.0.0.1' };
  const nested = async () => (await app.post('/nested', { headers, body: { user: { email: 'ada@x.org' } } })).status;
  expect(await nested()).toBe(401);
  for (let time = 0; time < 5; time++) expect((await signIn('ada@x.org', '10.0.0.1', 'right')).status).toBe(201);
  expect(await nested()).toBe(429);
});

test('counts all attempts from one address, whatever the account, and from an IPv6 network', async () => {
  const { statuses } = await appWith();
  const found: number[] = [];
  for (let one = 0; one < 11; one++)
    found.push(...(await statuses(1, `user${one}@x.org`, `2001:db8:1:2::${one.toString(16)}`)));
  expect(found).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
  expect(await statuses(1, 'user0@x.org', '2001:db8:1:3::1')).toEqual([401]);
});

test('knows an address with its port for the same, and takes all that is no address for one', async () => {
  const { statuses } = await appWith();
  const after = async (...addresses: readonly string[]) => {
    const found: number[] = [];
    for (const address of addresses) found.push(...(await statuses(1, `${addresses[0]}@x.org`, address)));
    return found;
  };
  const counted = [401, 401, 401, 429];
  expect(await after('10.0.0.1', '10.0.0.1:7', '10.0.0.1:8', '::ffff:10.0.0.1')).toEqual(counted);
  expect(await after('2001:db8::1', '[2001:db8::2]', '[2001:db8::3]:7', '2001:DB8::4')).toEqual(counted);
  expect(await after('a', 'b', 'x'.repeat(5000), '300.0.0.1')).toEqual(counted);
});

test('does not let others lock an owner out who has signed in from the same address before', async () => {
  const { statuses } = await appWith();
  expect(await statuses(1, 'ada@x.org', '10.0.0.1', 'right')).toEqual([201]);
  const attack: number[] = [];
  for (let one = 0; one < 6; one++) attack.push(...(await statuses(1, 'ada@x.org', `10.0.1.${one}`)));
  expect(attack).toEqual([401, 401, 401, 401, 401, 429]);
  expect(await statuses(1, 'ada@x.org', '10.0.0.1', 'right')).toEqual([201]);
});

test('finds the name of the account in an object, and takes whatever is sent', async () => {
  const { app } = await appWith();
  for (const body of [{}, [], null, { user: 'x' }, { user: { email: {} } }, { user: { email: 7 } }, 'x', 7]) {
    const headers = { 'content-type': 'application/json' };
    await app.post('/nested', { headers, body: JSON.stringify(body) }).expect(401);
  }
  await app.post('/nested', { body: { user: { email: 7 } } }).expect(429);
  await app.post('/nested', { body: { user: { email: '7' } } }).expect(429);
  await app.post('/nested', { body: { user: { email: 'ada@x.org' } } }).expect(401);
  await app.post('/nested', { body: { user: { email: 'ada@x.org' } } }).expect(429);
});

test('takes all spellings of a name for one, and lists of names as well', async () => {
  const { app } = await appWith();
  const status = async (email: unknown) => (await app.post('/nested', { body: { user: { email } } })).status;
  const spellings = ['adá@x.org', 'ADA@X.ORG', ' ada@x.org\u200b', 'a\u0301da@x.org', '\uff41da@x.org', 'ada\0@x.org'];
  expect(await Promise.all(spellings.map(status))).toEqual([401, 429, 429, 429, 429, 429]);
  expect([await status(['ada@x.org']), await status([['eve@x.org']]), await status({ a: 1 })]).toEqual([401, 429, 429]);
});

test('is not kept busy by names of a megabyte', async () => {
  const { signIn } = await appWith();
  const start = performance.now();
  expect((await signIn('\u0315\u0300'.repeat(100_000), '10.0.0.1')).status).toBe(401);
  expect(performance.now() - start).toBeLessThan(1000);
});

test('counts where the application says', async () => {
  const keys: string[] = [];
  @Injectable()
  class Full implements AttemptStore {
    add(key: string) {
      keys.push(key);
      return Promise.resolve({ count: 1000, endsInMs: 1500 });
    }
    remove() {}
    count() {
      return 0;
    }
  }
  @Module({
    imports: [AuthModule],
    providers: [provide(ATTEMPT_STORE, { useClass: Full })],
    controllers: [SessionController],
  })
  class WithStore {}
  const { signIn } = await appWith(WithStore);
  const reply = await signIn('ada@x.org', '10.0.0.1', 'right');
  expect([reply.status, reply.headers['retry-after'], keys]).toEqual([429, '2', ['60:address:10.0.0.1']]);
});
