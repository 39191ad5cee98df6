import { expect, test } from '@jest/globals';
import { Controller, Get, HttpCode, Post, Res, type FastifyReply, type TenonError } from '@tenon/http';
import { createSessionKey, Session, sessionOf } from '@tenon/sessions';
import { freezeTime } from '@tenon/testing';
import { Browser, CART, SECRET, startApp } from '../app.js';

test('remembers what is set from one request to the next, for each visitor by themselves', async () => {
  const app = await startApp();
  const [one, other] = [new Browser(app), new Browser(app)];
  await one.submit('/cart/1');
  expect((await one.submit('/cart/2')).body).toEqual({ cart: [1, 2] });
  expect((await other.submit('/cart/3')).body).toEqual({ cart: [3] });
  expect((await one.get('/cart')).body).toEqual({ cart: [1, 2], user: null });
});

test('sets no cookie for a visitor of whom nothing is remembered', async () => {
  const visitor = new Browser(await startApp());
  const plain = await visitor.get('/plain');
  expect([plain.headers['set-cookie'], plain.headers['vary'], plain.headers['cache-control']]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  const read = await visitor.get('/cart');
  expect([read.headers['set-cookie'], read.headers['vary']]).toEqual([undefined, 'cookie']);
});

test('sets a cookie that scripts cannot read, and forms of other sites do not bring', async () => {
  const visitor = new Browser(await startApp());
  const reply = await visitor.get('/token');
  expect(reply.headers['set-cookie']).toMatch(/^session=[\w-]+\.[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/);
});

test('keeps replies that have something of a session out of caches', async () => {
  @Controller()
  class Pages {
    @Get('/public') public(@Session() session: Session, @Res() reply: FastifyReply) {
      reply.header('cache-control', 'public, max-age=600').header('vary', 'accept');
      return { user: session.userId ?? null };
    }
    @Get('/private') private(@Session() session: Session, @Res() reply: FastifyReply) {
      reply.header('cache-control', 'max-age=600, private');
      return { user: session.userId ?? null };
    }
    @Get('/half') half(@Session() session: Session, @Res() reply: FastifyReply) {
      reply.header('cache-control', 'public, private="set-cookie"');
      return { user: session.userId ?? null };
    }
  }
  const visitor = new Browser(await startApp({ controllers: [Pages] }));
  const caching = async (path = '/public') => {
    const { headers } = await visitor.get(path);
    return [headers['cache-control'], headers['vary']];
  };
  expect(await caching()).toEqual(['public, max-age=600', 'accept, cookie']);
  expect((await visitor.get('/token')).headers['cache-control']).toBe('no-store');
  expect(await caching()).toEqual(['no-store', 'accept, cookie']);
  expect(await caching('/private')).toEqual(['max-age=600, private', 'cookie']);
  expect(await caching('/half')).toEqual(['no-store', 'cookie']);
});

test('gives copies: what nobody sets is not changed', async () => {
  @Controller()
  class Copies {
    @Post('/copies') @HttpCode(200) add(@Session() session: Session) {
      const cart = [1];
      session.set(CART, cart);
      cart.push(2);
      session.get(CART)?.push(3);
      return { cart: session.get(CART), has: session.has(CART) };
    }
    @Post('/forgotten') @HttpCode(200) forget(@Session() session: Session) {
      session.delete(CART);
      return { cart: session.get(CART) ?? null, has: session.has(CART) };
    }
  }
  const visitor = new Browser(await startApp({ controllers: [Copies] }));
  expect((await visitor.submit('/copies')).body).toEqual({ cart: [1], has: true });
  expect((await visitor.submit('/forgotten')).body).toEqual({ cart: null, has: false });
});

test('ends a session that nobody has used for as long as it may be idle', async () => {
  using time = freezeTime('2026-01-01T00:00:00Z');
  const visitor = new Browser(await startApp({ variables: { idle: 3600 } }));
  await visitor.submit('/sign-in', { name: 'ada' });
  time.set('2026-01-01T00:59:00Z');
  expect((await visitor.get('/cart')).body).toMatchObject({ user: 'ada' });
  time.set('2026-01-01T01:58:00Z');
  expect((await visitor.get('/cart')).body).toMatchObject({ user: 'ada' });
  time.set('2026-01-01T02:58:00Z');
  expect((await visitor.get('/cart')).body).toMatchObject({ user: null });
});

test('says the cookie anew when a good part of its time has passed, and not with every reply', async () => {
  using time = freezeTime('2026-01-01T00:00:00Z');
  const visitor = new Browser(await startApp({ variables: { idle: 3600 } }));
  await visitor.submit('/sign-in', { name: 'ada' });
  const set = async (at: string) => {
    time.set(`2026-01-01T${at}Z`);
    return (await visitor.get('/cart')).cookies.length;
  };
  expect([await set('00:05:00'), await set('00:14:59'), await set('00:15:00'), await set('00:16:00')]).toEqual([
    0, 0, 1, 0,
  ]);
});

test('ends a session after its lifetime, however much it is used', async () => {
  using time = freezeTime('2026-01-01T00:00:00Z');
  const visitor = new Browser(await startApp({ variables: { idle: 3600, lifetime: 7200 } }));
  await visitor.submit('/sign-in', { name: 'ada' });
  for (const at of ['00:50', '01:40', '01:59']) {
    time.set(`2026-01-01T${at}:00Z`);
    expect((await visitor.get('/cart')).body).toMatchObject({ user: 'ada' });
  }
  time.set('2026-01-01T02:00:00Z');
  expect((await visitor.get('/cart')).body).toMatchObject({ user: null });
});

test('takes sessions that a previous secret has sealed, and seals them anew', async () => {
  const before = new Browser(await startApp());
  await before.submit('/sign-in', { name: 'ada' });
  const rotated = new Browser(
    await startApp({ variables: { secret: SECRET.toUpperCase(), previousSecrets: [SECRET] } }),
  );
  rotated.cookie = before.cookie;
  expect((await rotated.get('/cart')).body).toMatchObject({ user: 'ada' });
  expect([rotated.cookiesSet, rotated.cookie === before.cookie]).toEqual([1, false]);
  const later = new Browser(await startApp({ variables: { secret: SECRET.toUpperCase() } }));
  later.cookie = rotated.cookie;
  expect((await later.get('/cart')).body).toMatchObject({ user: 'ada' });
});

const NOTES = createSessionKey<string>('notes');

@Controller()
class Large {
  @Post('/large/:size') @HttpCode(200) fill(@Session() session: Session, @Res() reply: FastifyReply) {
    session.set(CART, [7]);
    session.set(NOTES, 'x'.repeat(Number((reply.request.params as { size: string }).size)));
    return {};
  }
  @Get('/large') show(@Session() session: Session) {
    return { cart: session.get(CART), notes: (session.get(NOTES) ?? '').length };
  }
  @Post('/unsayable') @HttpCode(200) unsayable(@Session() session: Session) {
    return [() => {}, undefined, 1n, Symbol('x')].map((value) => {
      try {
        session.set(NOTES, value as never);
        return 'taken';
      } catch (error) {
        return (error as TenonError).diagnostics[0]?.code;
      }
    });
  }
}

test('refuses what makes the cookie larger than browsers take, and changes nothing', async () => {
  const visitor = new Browser(await startApp({ controllers: [Large] }));
  const reply = await visitor.submit('/large/4000');
  expect(reply.status).toBe(500);
  expect(reply.problem?.detail).toContain('TENON_SESSIONS_TOO_LARGE');
  expect((await visitor.get('/large')).body).toEqual({ cart: [7], notes: 0 });
  const largest = await visitor.submit('/large/2750');
  expect(largest.status).toBe(200);
  expect((await visitor.get('/large')).body).toEqual({ cart: [7], notes: 2750 });
  expect(Buffer.byteLength(String(largest.headers['set-cookie']))).toBeLessThanOrEqual(4096);
});

test('knows to the byte how large a cookie is', async () => {
  const visitor = new Browser(await startApp({ controllers: [Large] }));
  let size = 2700;
  let last = 0;
  for (; size < 3000; size += 3) {
    const reply = await visitor.submit(`/large/${size}`);
    if (reply.status !== 200) break;
    last = Buffer.byteLength(String(reply.headers['set-cookie']));
  }
  expect(last).toBeGreaterThan(4090);
  expect(last).toBeLessThanOrEqual(4096);
});

test('refuses what JSON cannot say', async () => {
  const visitor = new Browser(await startApp({ controllers: [Large] }));
  expect((await visitor.submit('/unsayable')).body).toEqual(Array.from({ length: 4 }, () => 'TENON_SESSIONS_NOT_JSON'));
});

test('refuses a change that comes too late for the reply', async () => {
  const app = await startApp({ controllers: [Large] });
  const errors: string[] = [];
  app.fastify.addHook('onResponse', (request, _, done) => {
    try {
      sessionOf(request).set(NOTES, 'x');
    } catch (error) {
      errors.push((error as TenonError).diagnostics[0]?.code ?? '');
    }
    done();
  });
  await new Browser(app).get('/cart');
  expect(errors).toEqual(['TENON_SESSIONS_ALREADY_SENT']);
});

test('gives raw routes of Fastify the same session', async () => {
  const app = await startApp();
  app.fastify.get('/raw', (request) => ({
    cart: sessionOf(request).get(CART),
    named: (request as unknown as { session: { get(name: string): unknown } }).session.get('cart'),
  }));
  const visitor = new Browser(app);
  await visitor.submit('/cart/1');
  expect((await visitor.get('/raw')).body).toEqual({ cart: [1], named: [1] });
});

test('lets the last of two replies win where two tabs change a session at once', async () => {
  const one = new Browser(await startApp());
  const token = await one.token();
  const cookie = one.cookie;
  const send = async (id: number) => {
    const tab = new Browser(one.app);
    tab.cookie = cookie;
    await tab.post(`/cart/${id}`, new URLSearchParams({ _csrf: token }));
    return tab;
  };
  const tabs = await Promise.all([send(1), send(2)]);
  expect(await Promise.all(tabs.map(async (tab) => (await tab.get('/cart')).body))).toEqual([
    { cart: [1], user: null },
    { cart: [2], user: null },
  ]);
});
