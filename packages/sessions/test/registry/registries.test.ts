import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from '@jest/globals';
import { MemorySessionRegistry, SESSION_REGISTRY, type SessionRegistry } from '@tenon/sessions';
import { RedisSessionRegistry } from '@tenon/sessions/redis';
import { provide } from '@tenon/http';
import { freezeTime } from '@tenon/testing';
import { Redis } from 'ioredis';
import { Browser, startApp } from '../app.js';

const HOUR = 3_600_000;

async function rules(registry: SessionRegistry): Promise<void> {
  const [one, other] = [randomUUID(), randomUUID()];
  const session = { id: one, sub: other, signedInAt: 1000 };
  expect(await registry.hasEnded(session)).toBe(false);
  await registry.end(one, HOUR);
  expect(await registry.hasEnded(session)).toBe(true);
  expect(await registry.hasEnded({ ...session, id: 'another' })).toBe(false);
  await registry.endAll(other, 1000, HOUR);
  expect(await registry.hasEnded({ ...session, id: 'another' })).toBe(true);
  expect(await registry.hasEnded({ ...session, id: 'another', signedInAt: 1001 })).toBe(false);
}

// oxlint-disable-next-line jest/expect-expect -- the rules expect what holds for every registry
test('remembers in memory which sessions have ended', () => rules(new MemorySessionRegistry()));

test('forgets in memory what has come to its end anyway, and what is too much', () => {
  using time = freezeTime('2026-01-01T00:00:00Z');
  const registry = new MemorySessionRegistry(2);
  const hasEnded = (id: string) => registry.hasEnded({ id, sub: 'ada', signedInAt: 1 });
  registry.end('a', 1000);
  registry.end('b', HOUR);
  time.set('2026-01-01T00:00:02Z');
  registry.end('c', HOUR);
  expect([hasEnded('a'), hasEnded('b'), hasEnded('c')]).toEqual([false, true, true]);
  registry.end('d', HOUR);
  expect([hasEnded('b'), hasEnded('c'), hasEnded('d')]).toEqual([false, true, true]);
});

const redis = new Redis({ lazyConnect: true, retryStrategy: () => null });
redis.on('error', () => {});
const isThere = await redis.connect().then(
  () => true,
  () => false,
);
// oxlint-disable jest/no-standalone-expect -- the linter does not know that it stands in a test
/** Where no Redis answers at 127.0.0.1:6379, what is tested with it is skipped, which fails CI. */
const testRedis = isThere ? test : test.skip;
afterAll(() => {
  redis.disconnect();
});

testRedis('remembers in Redis which sessions have ended, for as long as it must', async () => {
  const prefix = `test:${randomUUID()}:`;
  await rules(new RedisSessionRegistry(redis, prefix));
  const keys = await redis.keys(`${prefix}*`);
  const lives = await Promise.all(keys.map(async (key) => redis.pttl(key)));
  expect(lives).toHaveLength(2);
  for (const life of lives) expect(life).toBeGreaterThan(HOUR - 10_000);
  await redis.del(...keys);
});

testRedis('tells every process by Redis that somebody has signed out', async () => {
  const registry = new RedisSessionRegistry(redis, `test:${randomUUID()}:`);
  const start = () => startApp({ providers: [provide(SESSION_REGISTRY, { useFactory: () => registry })] });
  const [here, there] = [new Browser(await start()), new Browser(await start())];
  await here.submit('/sign-in', { name: 'ada' });
  there.cookie = here.cookie;
  expect((await there.get('/cart')).body).toMatchObject({ user: 'ada' });
  await here.submit('/sign-out');
  expect((await there.get('/cart')).body).toMatchObject({ user: null });
});
