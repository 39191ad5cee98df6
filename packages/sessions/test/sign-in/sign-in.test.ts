import { expect, test } from '@jest/globals';
import {
  AuthModule,
  createAuth,
  type SignInClaims,
  SignInLimit,
  Tokens,
  type UserLoader,
  WrongCredentialsException,
} from '@tenon/auth';
import { IsString } from '@tenon/dto';
import {
  Context,
  Controller,
  Form,
  Get,
  Injectable,
  Post,
  provide,
  redirect,
  type RequestContext,
  UseGuards,
} from '@tenon/http';
import { MemorySessionRegistry, Session, SESSION_REGISTRY, type SessionRegistry, WithoutCsrf } from '@tenon/sessions';
import { freezeTime } from '@tenon/testing';
import { Browser, CART, Helpers, startApp } from '../app.js';

class User {
  signedOutAt = 0;
  constructor(readonly name: string) {}
}

@Injectable()
class Users implements UserLoader<User> {
  readonly known = new Map([['ada', new User('ada')]]);
  loadUser({ sub, iat }: SignInClaims): User | undefined {
    const user = this.known.get(sub);
    return user && iat >= user.signedOutAt ? user : undefined;
  }
}

const { SignedIn, MaybeSignedIn, CurrentUser } = createAuth(Users, {
  signInPage: '/login',
});
const robots = createAuth(Users, { audience: 'robots' });
const plain = createAuth(Users, { sessions: true });

class Credentials {
  @IsString() name!: string;
  @IsString() password!: string;
}

@Controller()
class Pages {
  constructor(private readonly helpers: Helpers) {}

  @Get('/me') @UseGuards(SignedIn) me(@CurrentUser() { name }: User) {
    return { name };
  }
  @Post('/me') @UseGuards(SignedIn) change(@CurrentUser() { name }: User) {
    return { name };
  }
  @Get('/maybe') @UseGuards(MaybeSignedIn) maybe(@Context() context: RequestContext) {
    return { name: this.helpers.get<User | undefined>('user', context)?.name ?? null };
  }
  @Get('/robots') @UseGuards(robots.SignedIn) robots() {
    return {};
  }
  @Get('/plain-guard') @UseGuards(plain.SignedIn) plain() {
    return {};
  }
  @Post('/hook') @WithoutCsrf() @UseGuards(MaybeSignedIn) hook(
    @CurrentUser({ optional: true }) user: User | undefined,
  ) {
    return { name: user?.name ?? null };
  }
  @Post('/login')
  @SignInLimit('name', { account: { attempts: 2, seconds: 60 } })
  signIn(@Form() { name, password }: Credentials, @Session() session: Session) {
    if (password !== 'right') throw new WrongCredentialsException();
    session.signIn(name);
    return redirect('/me');
  }
}

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

function start(providers: Parameters<typeof startApp>[0] = {}) {
  return startApp({
    ...providers,
    controllers: [Pages],
    imports: [AuthModule],
    providers: [Users, ...(providers.providers ?? [])],
  });
}

async function signedIn(app: Awaited<ReturnType<typeof start>>, name = 'ada'): Promise<Browser> {
  const browser = new Browser(app);
  await browser.submit('/sign-in', { name });
  return browser;
}

test('lets in by its session who has signed in, and tells templates who it is', async () => {
  const app = await start();
  const ada = await signedIn(app);
  const reply = await ada.get('/me');
  expect([reply.body, reply.headers['cache-control']]).toEqual([{ name: 'ada' }, 'no-store']);
  expect((await ada.get('/maybe')).body).toEqual({ name: 'ada' });
  expect((await new Browser(app).get('/maybe')).body).toEqual({ name: null });
});

test('sends a browser to the page for signing in, and back to where it wanted to go, and tells programs 401', async () => {
  const browser = new Browser(await start());
  const page = await browser.get('/me?tab=%C3%BC&x=1', { headers: HTML });
  expect([page.status, page.headers['location'], page.headers['cache-control']]).toEqual([
    303,
    '/login?next=%2Fme%3Ftab%3D%25C3%25BC%26x%3D1',
    'no-store',
  ]);
  const program = await browser.get('/me');
  expect([program.status, program.headers['www-authenticate']]).toEqual([401, 'Bearer realm="api"']);
});

test('does not let a browser come back to what it has sent', async () => {
  const browser = new Browser(await start());
  const form = new URLSearchParams({ _csrf: await browser.token() });
  const reply = await browser.post('/me', form, { headers: HTML });
  expect([reply.status, reply.headers['location']]).toEqual([303, '/login']);
});

test('refuses a token that is not good, whatever session comes with it', async () => {
  const app = await start();
  const ada = await signedIn(app);
  await ada.get('/me', { headers: { authorization: 'Bearer x.y.z' } }).then((reply) => reply.expect(401));
  const other = new User('bob');
  app.get(Users).known.set('bob', other);
  const authorization = `Bearer ${await app.get(Tokens).sign('bob')}`;
  expect((await ada.get('/me', { headers: { authorization } })).body).toEqual({ name: 'bob' });
});

test('takes nobody of a session for a user of another kind', async () => {
  const ada = await signedIn(await start());
  expect([(await ada.get('/robots')).status, (await ada.get('/plain-guard')).status]).toEqual([401, 200]);
});

test('lets nobody in whose user is there no more', async () => {
  const app = await start();
  const ada = await signedIn(app);
  app.get(Users).known.delete('ada');
  expect([(await ada.get('/me')).status, (await ada.get('/maybe')).body]).toEqual([401, { name: null }]);
});

test('lets a user record end all sessions of before', async () => {
  using time = freezeTime('2026-01-01T00:00:00Z');
  const app = await start();
  const [one, other] = [await signedIn(app), await signedIn(app)];
  time.set('2026-01-01T00:00:10Z');
  const user = app.get(Users).known.get('ada');
  if (user) user.signedOutAt = Date.now() / 1000;
  expect([(await one.get('/me')).status, (await other.get('/me')).status]).toEqual([401, 401]);
  expect((await (await signedIn(app)).get('/me')).status).toBe(200);
});

test('lets nobody in by a session where no token is asked for', async () => {
  const ada = await signedIn(await start());
  expect((await ada.post('/hook', new URLSearchParams({ a: '1' }))).body).toEqual({ name: null });
});

test('makes a new session at signing in, which keeps what was remembered', async () => {
  const app = await start();
  const visitor = new Browser(app);
  await visitor.submit('/cart/1');
  const [planted, token] = [visitor.cookie, await visitor.token()];
  await visitor.post('/sign-in', new URLSearchParams({ _csrf: token, name: 'ada' }));
  expect((await visitor.get('/cart')).body).toEqual({ cart: [1], user: 'ada' });
  // Who has planted the cookie has signed in as nobody, and knows no token of the new session.
  const attacker = new Browser(app);
  attacker.cookie = planted;
  expect((await attacker.get('/cart')).body).toEqual({ cart: [1], user: null });
  expect((await visitor.post('/cart/2', new URLSearchParams({ _csrf: token }))).status).toBe(403);
});

test('refuses a cookie that was copied before its owner has signed out', async () => {
  const app = await start();
  const ada = await signedIn(app);
  const thief = new Browser(app);
  thief.cookie = ada.cookie;
  await ada.submit('/sign-out');
  expect(ada.cookie).toBeUndefined();
  expect((await thief.get('/cart')).body).toEqual({ cart: [], user: null });
});

test('forgets everything at signing out, and lets something be said behind it', async () => {
  @Controller()
  class Exit {
    @Post('/exit') exit(@Session() session: Session): void {
      session.set(CART, [1]);
      session.signOut();
      session.flash('success', 'Goodbye.');
    }
  }
  const app = await startApp({ controllers: [Exit] });
  const ada = await signedIn(app);
  await ada.submit('/exit');
  expect((await ada.get('/cart')).body).toEqual({ cart: [], user: null });
  expect((await ada.get('/flash')).body).toEqual([{ kind: 'success', text: 'Goodbye.' }]);
});

test('refuses the session of before once it was renewed', async () => {
  const app = await start();
  const ada = await signedIn(app);
  const thief = new Browser(app);
  thief.cookie = ada.cookie;
  await ada.submit('/renew');
  expect([(await ada.get('/me')).status, (await thief.get('/me')).status]).toEqual([200, 401]);
});

test('signs out everywhere, and lets the same person sign in again', async () => {
  const app = await start();
  app.get(Users).known.set('bob', new User('bob'));
  const [one, other, bob] = [await signedIn(app), await signedIn(app), await signedIn(app, 'bob')];
  await one.submit('/sign-out-everywhere');
  expect([(await other.get('/me')).status, (await bob.get('/me')).status]).toEqual([401, 200]);
  expect((await (await signedIn(app)).get('/me')).status).toBe(200);
});

test('limits how often a form tries to sign in', async () => {
  const browser = new Browser(await start());
  const attempt = async (password: string) => (await browser.submit('/login', { name: 'ada', password })).status;
  expect([await attempt('wrong'), await attempt('wrong'), await attempt('right')]).toEqual([401, 401, 429]);
  expect((await browser.submit('/login', { name: 'bob', password: 'right' })).headers['location']).toBe('/me');
});

test('waits for a registry that takes its time, and tells nobody that they are signed out before it knows', async () => {
  const memory = new MemorySessionRegistry();
  let isDown = false;
  const later = async <T>(work: () => T): Promise<T> => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (isDown) throw new Error('The registry is away.');
    return work();
  };
  const registry: SessionRegistry = {
    end: (id, forMs) => later(() => memory.end(id, forMs)),
    endAll: (sub, before, forMs) => later(() => memory.endAll(sub, before, forMs)),
    hasEnded: (session) => later(() => memory.hasEnded(session)),
  };
  const app = await start({ providers: [provide(SESSION_REGISTRY, { useValue: registry })] });
  const ada = await signedIn(app);
  const [copy, token] = [ada.cookie, await ada.token()];
  isDown = true;
  expect((await ada.get('/me')).status).toBe(500);
  isDown = false;
  const reply = await ada.post('/sign-out', new URLSearchParams({ _csrf: token }));
  expect(reply.status).toBe(204);
  const thief = new Browser(app);
  thief.cookie = copy;
  expect((await thief.get('/me')).status).toBe(401);
});

test('fails, and signs nobody out, where the end of a session cannot be noted', async () => {
  const registry: SessionRegistry = {
    end: () => Promise.reject(new Error('The registry is away.')),
    endAll: () => {},
    hasEnded: () => false,
  };
  const ada = await signedIn(await start({ providers: [provide(SESSION_REGISTRY, { useValue: registry })] }));
  const reply = await ada.submit('/sign-out');
  expect([reply.status, reply.cookies]).toEqual([500, []]);
  expect((await ada.get('/me')).status).toBe(200);
});
