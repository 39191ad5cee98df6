import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type Class, createContext, Injectable, Logger, Module, provide } from '@tenon/http';
import {
  AuthConfig,
  AuthModule,
  MemoryRefreshTokens,
  REFRESH_TOKEN_STORE,
  type RefreshFamily,
  RefreshTokens,
  type RefreshTokenStore,
  Tokens,
} from '@tenon/auth';
import { SECRET } from '../app.js';

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
const ENVIRONMENT = process.env['NODE_ENV'];

beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-01-01'), doNotFake: ['nextTick', 'setImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
  process.env['NODE_ENV'] = ENVIRONMENT;
});

function pass(ms: number): void {
  jest.setSystemTime(Date.now() + ms);
}

/** Keeps what a database would, and gives copies, after a while, as a database does. */
@Injectable()
class Table implements RefreshTokenStore {
  readonly rows = new Map<string, RefreshFamily>();

  async add(family: RefreshFamily): Promise<void> {
    await turn();
    this.rows.set(family.id, { ...family });
  }
  async find(id: string): Promise<RefreshFamily | undefined> {
    await turn();
    const row = this.rows.get(id);
    return row && { ...row };
  }
  async replace(digest: string, family: RefreshFamily): Promise<boolean> {
    await turn();
    if (this.rows.get(family.id)?.digest !== digest) return false;
    this.rows.set(family.id, { ...family });
    return true;
  }
  async remove(id: string): Promise<void> {
    await turn();
    this.rows.delete(id);
  }
  async removeAll(sub: string, audience: string): Promise<void> {
    await turn();
    for (const row of this.rows.values()) if (row.sub === sub && row.audience === audience) this.rows.delete(row.id);
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

async function start(variables: Partial<AuthConfig> = {}, store?: Class<RefreshTokenStore>) {
  const warnings: object[] = [];
  @Module({
    imports: [AuthModule],
    providers: store ? [provide(REFRESH_TOKEN_STORE, { useClass: store })] : [],
  })
  class AppModule {}
  const config = Object.assign(new AuthConfig(), { secret: SECRET }, variables);
  class WarningLogger extends Logger {
    log(level: string, message: string, details: object = {}): void {
      if (level === 'warn') warnings.push({ message, ...details });
    }
    named(): this {
      return this;
    }
  }
  const override = [provide(AuthConfig, { useValue: config })];
  const context = await createContext(AppModule, { override, logger: new WarningLogger() });
  return { context, refreshTokens: context.get(RefreshTokens), warnings };
}

test('gives the next token for each, and says whose it is', async () => {
  const { refreshTokens } = await start();
  const first = await refreshTokens.issue('7');
  expect(first).toMatchObject({ sub: '7', token: expect.stringMatching(/^[\w-]{22}\.[\w-]{43}$/) });
  const second = await refreshTokens.rotate(first.token);
  const third = await refreshTokens.rotate(second?.token ?? '');
  expect([second?.sub, third?.sub]).toEqual(['7', '7']);
  expect(new Set([first.token, second?.token, third?.token]).size).toBe(3);
});

test('ends a family of which a token is used again, and tells who was robbed', async () => {
  const { refreshTokens, warnings } = await start();
  const first = await refreshTokens.issue('7');
  const second = await refreshTokens.rotate(first.token);
  pass(11 * SECOND);
  expect(await refreshTokens.rotate(first.token)).toBeUndefined();
  expect(await refreshTokens.rotate(second?.token ?? '')).toBeUndefined();
  expect(warnings).toEqual([{ message: expect.stringContaining('used again'), sub: '7' }]);
  expect(JSON.stringify(warnings)).not.toContain(first.token.slice(0, 22));
});

test('leaves the other families of somebody as they are when one ends', async () => {
  const { refreshTokens } = await start({ refreshLeeway: 0 });
  const [telephone, tablet] = [await refreshTokens.issue('7'), await refreshTokens.issue('7')];
  await refreshTokens.rotate(telephone.token);
  expect(await refreshTokens.rotate(telephone.token)).toBeUndefined();
  expect(await refreshTokens.rotate(tablet.token)).toMatchObject({ sub: '7' });
});

test('gives a client that has lost the reply the same token again, for ten seconds', async () => {
  const { refreshTokens } = await start();
  const first = await refreshTokens.issue('7');
  const second = await refreshTokens.rotate(first.token);
  pass(9.9 * SECOND);
  expect(await refreshTokens.rotate(first.token)).toEqual(second);
  expect(await refreshTokens.rotate(second?.token ?? '')).toMatchObject({ sub: '7' });
});

test('ends a family for the token before the one before, however soon', async () => {
  const { refreshTokens } = await start();
  const first = await refreshTokens.issue('7');
  const second = await refreshTokens.rotate(first.token);
  const third = await refreshTokens.rotate(second?.token ?? '');
  expect(await refreshTokens.rotate(first.token)).toBeUndefined();
  expect(await refreshTokens.rotate(third?.token ?? '')).toBeUndefined();
});

test('finds a thief who was as quick as the client, at the next rotation', async () => {
  const { refreshTokens } = await start();
  const stolen = await refreshTokens.issue('7');
  const [client, thief] = [await refreshTokens.rotate(stolen.token), await refreshTokens.rotate(stolen.token)];
  pass(15 * 60 * SECOND);
  const next = await refreshTokens.rotate(thief?.token ?? '');
  expect(next).toBeDefined();
  pass(60 * SECOND);
  expect(await refreshTokens.rotate(client?.token ?? '')).toBeUndefined();
  expect(await refreshTokens.rotate(next?.token ?? '')).toBeUndefined();
});

test.each([
  ['in memory', undefined],
  ['in a database', Table],
])('gives twenty that rotate at the same time one next token, %s', async (_, store) => {
  const { refreshTokens, warnings } = await start({}, store);
  const { token } = await refreshTokens.issue('7');
  const all = await Promise.all(Array.from({ length: 20 }, () => refreshTokens.rotate(token)));
  expect(new Set(all.map((each) => each?.token)).size).toBe(1);
  expect(await refreshTokens.rotate(all[0]?.token ?? '')).toBeDefined();
  expect(warnings).toEqual([]);
});

test('lets one of two that rotate at the same time win where there is no leeway, and ends the family', async () => {
  const { refreshTokens } = await start({ refreshLeeway: 0 }, Table);
  const { token } = await refreshTokens.issue('7');
  const both = await Promise.all([refreshTokens.rotate(token), refreshTokens.rotate(token)]);
  const [winner, ...others] = both.filter((each) => each !== undefined);
  expect(others).toEqual([]);
  expect(await refreshTokens.rotate(winner?.token ?? '')).toBeUndefined();
});

test('gives nothing that is good after it was ended, though it was rotated at the same time', async () => {
  const { refreshTokens } = await start({}, Table);
  const { token } = await refreshTokens.issue('7');
  const [next] = await Promise.all([refreshTokens.rotate(token), refreshTokens.endAll('7')]);
  expect(await refreshTokens.rotate(next?.token ?? token)).toBeUndefined();
});

test('ends tokens that nobody rotates for 14 days, and all after 30', async () => {
  const { refreshTokens } = await start();
  const idle = await refreshTokens.issue('7');
  expect(idle.endsAt).toEqual(new Date(Date.now() + 14 * DAY));
  let busy: { token: string; endsAt: Date } | undefined = await refreshTokens.issue('8');
  for (const days of [13, 13, 3]) {
    pass(days * DAY);
    busy = await refreshTokens.rotate(busy?.token ?? '');
  }
  expect(busy?.endsAt).toEqual(new Date('2026-01-31'));
  expect(await refreshTokens.rotate(idle.token)).toBeUndefined();
  pass(DAY);
  expect(await refreshTokens.rotate(busy?.token ?? '')).toBeUndefined();
});

test('ends one family, or all of somebody', async () => {
  const { refreshTokens } = await start();
  const [one, other, third] = [
    await refreshTokens.issue('7'),
    await refreshTokens.issue('7'),
    await refreshTokens.issue('8'),
  ];
  await refreshTokens.end(one.token);
  expect(await refreshTokens.rotate(one.token)).toBeUndefined();
  const next = await refreshTokens.rotate(other.token);
  await refreshTokens.endAll('7');
  expect(await refreshTokens.rotate(next?.token ?? '')).toBeUndefined();
  expect(await refreshTokens.rotate(third.token)).toBeDefined();
});

test('takes no token of one kind of users for one of another', async () => {
  const { refreshTokens } = await start();
  const customer = await refreshTokens.issue('7');
  expect(await refreshTokens.rotate(customer.token, { audience: 'staff' })).toBeUndefined();
  await refreshTokens.endAll('7', { audience: 'staff' });
  expect(await refreshTokens.rotate(customer.token)).toBeDefined();
});

test('takes nothing else for a refresh token, and no refresh token for another', async () => {
  const { refreshTokens, context } = await start();
  const { token } = await refreshTokens.issue('7');
  const access = await context.get(Tokens).sign('7');
  for (const other of ['', 'x', access, `${token}x`, `${token}\n`, token.replace('.', ''), undefined, 7, {}])
    expect(await refreshTokens.rotate(other as string)).toBeUndefined();
  expect(await context.get(Tokens).verify(token)).toBeUndefined();
  expect(await refreshTokens.rotate(token)).toBeDefined();
});

test('stores nothing by which somebody could rotate', async () => {
  const { refreshTokens, context } = await start({}, Table);
  const first = await refreshTokens.issue('7');
  const second = await refreshTokens.rotate(first.token);
  const stored = JSON.stringify([...(context.get(REFRESH_TOKEN_STORE) as Table).rows.values()]);
  for (const each of [first, second]) expect(stored).not.toContain(each?.token.split('.')[1]);
});

test('says in production that tokens in memory end with the process', async () => {
  process.env['NODE_ENV'] = 'production';
  expect((await start()).warnings).toHaveLength(1);
  expect((await start({}, Table)).warnings).toEqual([]);
});

test('issues none about nobody', async () => {
  const { refreshTokens } = await start();
  await expect(refreshTokens.issue('')).rejects.toThrow(TypeError);
});

test('keeps no more families in memory than it may, and forgets those first that were idle for longest', async () => {
  const store = new MemoryRefreshTokens(2);
  const familyOf = (id: string, idleEndsAt = new Date('2026-02-01')): RefreshFamily => ({
    id,
    sub: '7',
    audience: 'tenon',
    digest: id,
    previousDigest: null,
    seed: null,
    rotatedAt: new Date(),
    idleEndsAt,
    endsAt: idleEndsAt,
  });
  store.add(familyOf('a'));
  store.add(familyOf('b'));
  expect(store.replace('a', familyOf('a'))).toBe(true);
  store.add(familyOf('c'));
  expect(['a', 'b', 'c'].map((id) => store.find(id)?.id)).toEqual(['a', undefined, 'c']);
});
