import { setTimeout as wait } from 'node:timers/promises';
import { expect, jest, test } from '@jest/globals';
import { createTestApp, freezeTime } from '@tenon/testing';
import { ShopModule } from '../shop.js';

test('makes time stand still, and serves requests all the same', async () => {
  freezeTime('2026-06-01T08:00:00Z');
  const app = await createTestApp(ShopModule);
  const { body } = await app.get<{ at: string }>('/orders').expect(200);
  expect(body.at).toBe('2026-06-01T08:00:00.000Z');
  const reply = await app.fetch('/orders');
  expect(await reply.json()).toMatchObject({ at: '2026-06-01T08:00:00.000Z' });
});

test('lets time run again after the test', () => {
  expect(Date.now()).toBeGreaterThan(Date.parse('2026-06-02'));
});

test('moves on, and runs the timers that fall due with the promises between them', async () => {
  const time = freezeTime(0);
  const seen: [string, number][] = [];
  const work = async (): Promise<void> => {
    for (const step of ['first', 'second']) {
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      await Promise.resolve();
      seen.push([step, Date.now()]);
    }
  };
  const done = work();
  await time.advance({ minutes: 1 });
  expect(seen).toEqual([['first', 60_000]]);
  await time.advance({ hours: 1, milliseconds: 1 });
  await done;
  expect(seen[1]).toEqual(['second', 120_000]);
  expect(Date.now()).toBe(60_000 + 3_600_001);
});

test('is set to another time, back too, without running timers', async () => {
  const time = freezeTime('2026-06-01T08:00:00Z');
  const timer = jest.fn();
  setTimeout(timer, 1000);
  time.set('2025-01-01T00:00:00Z');
  expect(new Date().getFullYear()).toBe(2025);
  time.set(new Date(Date.now() + 86_400_000));
  expect(new Date().toISOString()).toBe('2025-01-02T00:00:00.000Z');
  expect(timer).not.toHaveBeenCalled();
  await time.advance(1000);
  expect(timer).toHaveBeenCalledTimes(1);
});

test('runs again at the end of the block with using', () => {
  {
    using time = freezeTime(0);
    time.set(1);
    expect(Date.now()).toBe(1);
  }
  expect(Date.now()).toBeGreaterThan(0);
});

test('leaves what waits for I/O alone', async () => {
  freezeTime(0);
  const before = performance.now();
  await new Promise((resolve) => process.nextTick(resolve));
  await wait(2);
  expect(performance.now()).toBeGreaterThan(before);
});

test('is refused while time is frozen', () => {
  const time = freezeTime();
  expect(() => freezeTime()).toThrow(expect.objectContaining({ code: 'TENON_TESTING_ALREADY_FROZEN' }));
  time.restore();
  jest.useFakeTimers();
  expect(() => freezeTime()).toThrow(expect.objectContaining({ code: 'TENON_TESTING_ALREADY_FROZEN' }));
  jest.useRealTimers();
});

test('refuses what is no time', () => {
  expect(() => freezeTime('tomorrow')).toThrow('"tomorrow" is no time.');
});
