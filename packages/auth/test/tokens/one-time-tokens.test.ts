import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createContext, Module, provide } from '@tenon/http';
import { AuthConfig, AuthModule, type OneTimeKind, OneTimeTokens, Tokens } from '@tenon/auth';
import { SECRET } from '../app.js';

interface Person {
  readonly id: string;
  hash: string;
}
const NEW_PASSWORD: OneTimeKind<Person> = {
  purpose: 'new password',
  subject: ({ id }) => id,
  state: ({ hash }) => hash,
};

beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-01-01'), doNotFake: ['nextTick', 'setImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
});

/** Makes the tokens of an application, and the people that it has. */
async function start(variables: Partial<AuthConfig> = {}) {
  @Module({ imports: [AuthModule] })
  class AppModule {}
  const config = Object.assign(new AuthConfig(), { secret: SECRET }, variables);
  const context = await createContext(AppModule, { override: [provide(AuthConfig, { useValue: config })] });
  const people = new Map(['7', '8'].map((id) => [id, { id, hash: 'the same' }]));
  const asked: string[] = [];
  const load = (id: string): Promise<Person | undefined> => {
    asked.push(id);
    return Promise.resolve(people.get(id));
  };
  const ada = people.get('7') as Person;
  return { oneTimeTokens: context.get(OneTimeTokens), context, people, ada, load, asked };
}

test('tells about whom a token is, until it was used', async () => {
  const { oneTimeTokens, ada, load } = await start();
  const token = oneTimeTokens.issue(NEW_PASSWORD, ada);
  expect(await oneTimeTokens.verify(NEW_PASSWORD, token, load)).toBe(ada);
  ada.hash = 'another';
  expect(await oneTimeTokens.verify(NEW_PASSWORD, token, load)).toBeUndefined();
});

test('ends tokens after an hour, or as their kind says', async () => {
  const { oneTimeTokens, ada, load } = await start();
  const day = { ...NEW_PASSWORD, lifetime: 86_400 };
  const [short, long] = [oneTimeTokens.issue(NEW_PASSWORD, ada), oneTimeTokens.issue(day, ada)];
  jest.setSystemTime(Date.now() + 3_599_000);
  expect(await oneTimeTokens.verify(NEW_PASSWORD, short, load)).toBe(ada);
  jest.setSystemTime(Date.now() + 1000);
  expect(await oneTimeTokens.verify(NEW_PASSWORD, short, load)).toBeUndefined();
  expect(await oneTimeTokens.verify(day, long, load)).toBe(ada);
});

test('takes no token for another purpose, another person or another application', async () => {
  const { oneTimeTokens, ada, load, people } = await start();
  const token = oneTimeTokens.issue(NEW_PASSWORD, ada);
  const eve = people.get('8') as Person;
  expect(await oneTimeTokens.verify({ ...NEW_PASSWORD, purpose: 'email' }, token, load)).toBeUndefined();
  expect(await oneTimeTokens.verify(NEW_PASSWORD, token, () => eve)).toBeUndefined();
  const others = [await start({ issuer: 'other' }), await start({ secret: 'another secret of the tests, 32 bytes' })];
  for (const other of others) expect(await other.oneTimeTokens.verify(NEW_PASSWORD, token, load)).toBeUndefined();
});

test('takes tokens that a secret before has signed', async () => {
  const { oneTimeTokens, ada, load } = await start();
  const token = oneTimeTokens.issue(NEW_PASSWORD, ada);
  const later = await start({ secret: 'another secret of the tests, 32 bytes', previousSecrets: [SECRET] });
  expect(await later.oneTimeTokens.verify(NEW_PASSWORD, token, load)).toBe(ada);
});

test('loads nobody for a token that was not made here, whatever it says', async () => {
  const { oneTimeTokens, context, ada, load, asked } = await start();
  const token = oneTimeTokens.issue(NEW_PASSWORD, ada);
  const [said = '', digest = ''] = token.split('.');
  const later = Buffer.from(
    Buffer.from(said, 'base64url')
      .toString()
      .replace(/\d{10}/, '9999999999'),
  ).toString('base64url');
  const access = await context.get(Tokens).sign('7');
  const forged = ['', '.', said, `${later}.${digest}`, `${said}.${'A'.repeat(43)}`, `${token}x`, ` ${token}`, access];
  for (const each of [...forged, undefined, 7, { length: 5 }])
    expect(await oneTimeTokens.verify(NEW_PASSWORD, each as string, load)).toBeUndefined();
  expect(asked).toEqual([]);
  expect(await context.get(Tokens).verify(token)).toBeUndefined();
});

test('has neither the state in a token nor anything by which it can be guessed', async () => {
  const { oneTimeTokens, people } = await start();
  const tokens = [...people.values()].map((each) => oneTimeTokens.issue(NEW_PASSWORD, each));
  const loads = tokens.map(
    (token) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as string[],
  );
  expect(JSON.stringify(loads)).not.toContain('the same');
  expect(loads[0]?.[2]).not.toBe(loads[1]?.[2]);
});

test('takes no token about who is there no more', async () => {
  const { oneTimeTokens, ada, load, people } = await start();
  const token = oneTimeTokens.issue(NEW_PASSWORD, ada);
  people.delete('7');
  expect(await oneTimeTokens.verify(NEW_PASSWORD, token, load)).toBeUndefined();
});

test('makes no token that nobody could use', async () => {
  const { oneTimeTokens, ada } = await start();
  for (const kind of [{ subject: () => '' }, { subject: () => 'x'.repeat(257) }, { lifetime: 0 }, { lifetime: 1.5 }])
    expect(() => oneTimeTokens.issue({ ...NEW_PASSWORD, ...kind }, ada)).toThrow(TypeError);
});

test('takes every subject of which a token is made', async () => {
  const { oneTimeTokens, ada } = await start();
  for (const id of ['\0'.repeat(256), '\uFFFF'.repeat(256), 'a"b\\', '\uD800']) {
    const kind = { ...NEW_PASSWORD, subject: () => id };
    const token = oneTimeTokens.issue(kind, ada);
    expect(encodeURIComponent(token)).toBe(token);
    expect(await oneTimeTokens.verify(kind, token, (said) => (said === id ? ada : undefined))).toBe(ada);
  }
});
