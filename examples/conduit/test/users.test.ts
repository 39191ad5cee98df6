import { expect, test } from '@jest/globals';
import { onConduit } from './support/conduit.js';
import type { UserReply } from '../src/users/user-view.js';

onConduit('accounts', (conduit) => {
  const register = (user: object) => conduit().guest.ask<UserReply>('post', '/users', { user });
  const account = (name: string) => ({ username: name, email: `${name}@example.org`, password: 'a long password' });

  test('shows who joins what they have said of themselves, and no password', async () => {
    const { status, body } = await register({ ...account('ada'), id: 99, passwordHash: 'mine' });
    expect(status).toBe(201);
    const token = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(body).toEqual({ user: { username: 'ada', email: 'ada@example.org', bio: null, image: null, token } });
  });

  test.each([
    ['username', { email: 'other-1@example.org' }],
    ['email', { username: 'other-2' }],
  ])('tells who wants a taken %s that it is', async (field, other) => {
    await register(account(`taken-${field}`));
    const { status, body } = await register({ ...account(`taken-${field}`), ...other });
    expect([status, body]).toEqual([409, { errors: { [field]: ['has already been taken'] } }]);
  });

  test('lets one of ten have a name that they want at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        register({ ...account('wanted'), email: `wanted-${index}@example.org` }),
      ),
    );
    const statuses = replies.map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  test('signs in by the right password alone', async () => {
    await register(account('grace'));
    const signIn = (email: string, password: string) =>
      conduit().guest.ask<UserReply>('post', '/users/login', { user: { email, password } });
    const { status, body } = await signIn('grace@example.org', 'a long password');
    expect([status, body.user.username]).toEqual([200, 'grace']);
    for (const [email, password] of [
      ['grace@example.org', 'another password'],
      ['nobody@example.org', 'a long password'],
    ] as const) {
      const refused = await signIn(email, password);
      expect([refused.status, refused.body]).toEqual([401, { errors: { credentials: ['invalid'] } }]);
    }
  });

  test.each([
    ['no token', undefined, 'is missing'],
    ['a forged token', 'Token eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.x', 'is invalid'],
    ['another scheme', 'Basic YWRhOmE=', 'is invalid'],
  ])('keeps out who comes with %s', async (_, authorization, text) => {
    const { status, body } = await conduit().app.get('/api/user', { headers: { authorization } });
    expect([status, body]).toEqual([401, { errors: { token: [text] } }]);
  });

  test('a new password takes the place of the old one', async () => {
    const person = await conduit().join();
    await person.ask('put', '/user', { user: { password: 'a newer password' } });
    const statusOf = async (password: string) => {
      const user = { email: `${person.name}@example.org`, password };
      return (await conduit().guest.ask('post', '/users/login', { user })).status;
    };
    expect([await statusOf('a long password'), await statusOf('a newer password')]).toEqual([401, 200]);
  });

  test('tells null, nothing and an empty text apart in what is changed', async () => {
    const person = await conduit().join();
    const change = async (user: object) => {
      const { status, body } = await person.ask<UserReply>('put', '/user', { user });
      return status === 200 ? [body.user.bio, body.user.image] : status;
    };
    expect(await change({ bio: 'I write.', image: 'https://example.org/me.png' })).toEqual([
      'I write.',
      'https://example.org/me.png',
    ]);
    expect(await change({})).toEqual(['I write.', 'https://example.org/me.png']);
    expect(await change({ bio: null })).toEqual([null, 'https://example.org/me.png']);
    expect(await change({ image: '' })).toEqual([null, null]);
    for (const field of ['username', 'email', 'password'])
      for (const value of [null, '', '   ', 7, {}]) expect(await change({ [field]: value })).toBe(422);
    const { body } = await person.ask<UserReply>('get', '/user');
    expect(body.user).toMatchObject({ username: person.name, email: `${person.name}@example.org` });
  });
});

onConduit('profiles', (conduit) => {
  test('shows a profile to everybody, and to readers whether they follow', async () => {
    const [ada, grace] = [await conduit().join(), await conduit().join()];
    const profile = { username: grace.name, bio: null, image: null };
    const path = `/profiles/${grace.name}`;
    expect((await ada.ask('post', `${path}/follow`)).body).toEqual({ profile: { ...profile, following: true } });
    expect((await ada.ask('get', path)).body).toEqual({ profile: { ...profile, following: true } });
    expect((await conduit().guest.ask('get', path)).body).toEqual({ profile: { ...profile, following: false } });
    expect((await ada.ask('delete', `${path}/follow`)).body).toEqual({ profile: { ...profile, following: false } });
    expect((await ada.ask('get', path)).body).toEqual({ profile: { ...profile, following: false } });
  });

  test('follows once, whoever follows from many places at once', async () => {
    const [ada, grace] = [await conduit().join(), await conduit().join()];
    await grace.write({ title: 'Once' });
    const follows = await Promise.all(
      Array.from({ length: 10 }, () => ada.ask('post', `/profiles/${grace.name}/follow`)),
    );
    expect(new Set(follows.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await ada.list('/articles/feed')).toMatchObject({ articlesCount: 1, articles: [{ title: 'Once' }] });
  });

  test.each([
    ['get', ''],
    ['post', '/follow'],
    ['delete', '/follow'],
  ] as const)('has no profile of a name that nobody has, for %s %s', async (method, path) => {
    const ada = await conduit().join();
    const { status, body } = await ada.ask(method, `/profiles/nobody${path}`);
    expect([status, body]).toEqual([404, { errors: { profile: ['not found'] } }]);
  });
});
