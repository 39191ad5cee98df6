import { request } from 'node:http';
import { expect, test } from '@jest/globals';
import { AuthModule, createAuth, Tokens, type UserLoader } from '@tenon/auth';
import { Controller, Get, Injectable, InjectRef, Module, openApi, provide, type Ref, UseGuards } from '@tenon/http';
import { createTestApp, freezeTime } from '@tenon/testing';
import { AppModule, bearing, CURRENT_USER, OtherModule, SignedIn, startApp, User, Users } from '../app.js';

test('gives the user whom the token is about', async () => {
  const app = await startApp();
  const reply = await app.get('/me', { headers: bearing(await app.get(Tokens).sign('1')) }).expect(200);
  expect(reply.body).toEqual({ id: '1' });
});

test('asks for a token by a challenge, and tells nothing more', async () => {
  const app = await startApp();
  const reply = await app.get('/me').expect(401);
  expect(reply.headers).toMatchObject({
    'www-authenticate': 'Bearer realm="api"',
    'cache-control': 'no-store',
    'content-type': 'application/problem+json; charset=utf-8',
  });
  expect(reply.body).toMatchObject({ status: 401, title: 'Unauthorized', code: 'missing-token' });
});

test('refuses the token of a user who is there no more', async () => {
  const app = await startApp();
  const headers = bearing(await app.get(Tokens).sign('1'));
  await app.get('/me', { headers }).expect(200);
  app.get(Users).known.delete('1');
  const reply = await app.get('/me', { headers }).expect(401);
  expect(reply.headers['www-authenticate']).toBe('Bearer realm="api", error="invalid_token"');
});

test('takes the scheme in any case, and any number of blanks behind it', async () => {
  const app = await startApp();
  const token = await app.get(Tokens).sign('1');
  for (const scheme of ['bearer', 'BEARER', 'BeArEr  ']) {
    await app.get('/me', { headers: { authorization: `${scheme} ${token}` } }).expect(200);
  }
});

test('lets nobody in as nobody who brings a token that is not good', async () => {
  const app = await startApp();
  expect((await app.get('/me/maybe').expect(200)).body).toEqual({ id: null });
  const headers = bearing(await app.get(Tokens).sign('2'));
  expect((await app.get('/me/maybe', { headers }).expect(200)).body).toEqual({ id: '2' });
  await app.get('/me/maybe', { headers: bearing('x.y.z') }).expect(401);
  await app.get('/me/maybe', { headers: { authorization: 'Basic YTpi' } }).expect(401);
});

test('loads the user within the request, as the handler is called, for a token that is remembered as well', async () => {
  @Injectable({ scope: 'request' })
  class Unit {}
  const seen: Unit[] = [];
  @Injectable()
  class Loader implements UserLoader<Unit> {
    constructor(@InjectRef(Unit) private readonly unit: Ref<Unit>) {}
    loadUser() {
      return this.unit.get();
    }
  }
  const auth = createAuth(Loader);
  @Controller()
  class UnitController {
    constructor(@InjectRef(Unit) private readonly unit: Ref<Unit>) {}
    @Get() @UseGuards(auth.SignedIn) get(@auth.CurrentUser() user: Unit): void {
      expect(user).toBe(this.unit.get());
      seen.push(user);
    }
  }
  @Module({ imports: [AuthModule], controllers: [UnitController] })
  class UnitModule {}
  const app = await createTestApp(UnitModule);
  const headers = bearing(await app.get(Tokens).sign('1'));
  for (let time = 0; time < 2; time++) await app.get('/', { headers }).expect(204);
  expect(new Set(seen).size).toBe(2);
});

test('lets a test say who asks, in the place of the guard', async () => {
  const override = [
    provide(SignedIn, {
      useValue: {
        canActivate(context) {
          context.set(CURRENT_USER, new User('7', ['admin']));
          return true;
        },
      },
    }),
  ];
  const app = await createTestApp(AppModule, { override });
  expect((await app.get('/me').expect(200)).body).toEqual({ id: '7' });
  expect((await app.get('/me/admin').expect(200)).body).toEqual({ id: '7' });
});

test('lets nobody in for whom something else than a user is loaded', async () => {
  const app = await startApp();
  const headers = bearing(await app.get(Tokens).sign('1'));
  for (const user of [false, true, 0, '', 'x', null]) {
    app.get(Users).known.set('1', user as unknown as User);
    await app.get('/me', { headers }).expect(401);
    await app.get('/me/maybe', { headers }).expect(401);
  }
});

test('finds no role in a text that has its letters', async () => {
  const app = await startApp();
  app.get(Users).known.set('2', new User('2', 'administrator' as unknown as []));
  await app.get('/me/admin', { headers: bearing(await app.get(Tokens).sign('2')) }).expect(500);
});

test('lets in who has the role, and answers 403 to others', async () => {
  const app = await startApp();
  await app.get('/me/admin', { headers: bearing(await app.get(Tokens).sign('1')) }).expect(200);
  const reply = await app.get('/me/admin', { headers: bearing(await app.get(Tokens).sign('2')) }).expect(403);
  expect(reply.body).toMatchObject({ code: 'missing-role' });
  await app.get('/me/admin').expect(401);
});

test('keeps what it guards out of caches, unless the handler says something of caching', async () => {
  const app = await startApp();
  const headers = bearing(await app.get(Tokens).sign('1'));
  const said = async (url: string) => (await app.get(url, { headers })).headers['cache-control'];
  expect([await said('/me'), await said('/me/maybe'), await said('/me/cached'), await said('/me/none')]).toEqual([
    'no-store',
    'no-store',
    'private, max-age=60',
    undefined,
  ]);
});

test('puts the challenge on a 401 of the handler as well', async () => {
  const app = await startApp();
  const reply = await app.get('/me/refused', { headers: bearing(await app.get(Tokens).sign('1')) }).expect(401);
  expect(reply.headers['www-authenticate']).toBe('Bearer realm="api"');
  expect(reply.body).toMatchObject({ detail: 'Not you.' });
});

test('refuses two Authorization headers, whichever is good', async () => {
  const app = await startApp();
  const { port, hostname } = new URL(await app.listen({ port: 0 }));
  const good = `Bearer ${await app.get(Tokens).sign('1')}`;
  const status = (...values: readonly string[]) =>
    new Promise((resolve, reject) => {
      const headers = ['Host', hostname, ...values.flatMap((value) => ['Authorization', value])];
      const sent = request({ port, hostname, path: '/me', headers }, (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      });
      sent.on('error', reject).end();
    });
  expect([await status(good), await status(good, good), await status(good, 'Bearer x')]).toEqual([200, 401, 401]);
});

test('refuses a token that has ended, to the second', async () => {
  using time = freezeTime('2026-01-01T00:00:00Z');
  const app = await startApp({}, { tokenLifetime: 60 });
  const headers = bearing(await app.get(Tokens).sign('1'));
  time.set('2026-01-01T00:00:59Z');
  await app.get('/me', { headers }).expect(200);
  time.set('2026-01-01T00:01:00Z');
  await app.get('/me', { headers }).expect(401);
});

test('says in the description of the API how to sign in', async () => {
  const app = await startApp();
  const { paths, components } = openApi(app);
  expect(components.securitySchemes).toEqual({ token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } });
  expect([paths['/me']?.['get']?.security, paths['/me/maybe']?.['get']?.security]).toEqual([
    [{ token: [] }],
    [{}, { token: [] }],
  ]);
});

test('takes another scheme, and keeps users of one kind from being taken for those of another', async () => {
  const app = await createTestApp(OtherModule);
  const tokens = app.get(Tokens);
  const [plain, robot] = [await tokens.sign('1'), await tokens.sign('1', {}, { audience: 'robots' })];
  const status = async (url: string, authorization: string) =>
    (await app.get(url, { headers: { authorization } })).status;
  expect(await status('/people', `Token ${plain}`)).toBe(200);
  expect(await status('/people', `Bearer ${plain}`)).toBe(401);
  expect(await status('/people', `Token ${robot}`)).toBe(401);
  expect(await status('/robots', `Bearer ${robot}`)).toBe(200);
  expect(await status('/robots', `Bearer ${plain}`)).toBe(401);
  expect((await app.get('/people')).headers['www-authenticate']).toBe('Token realm="people \\"1\\""');
  const { paths, components } = openApi(app);
  expect(components.securitySchemes).toMatchObject({
    token: { type: 'http', scheme: 'bearer' },
    people: { type: 'apiKey', in: 'header', name: 'Authorization' },
  });
  expect(paths['/people']?.['get']?.security).toEqual([{ people: [] }]);
});
