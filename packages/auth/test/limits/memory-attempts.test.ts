import { expect, test } from '@jest/globals';
import { MemoryAttempts } from '@tenon/auth';
import { freezeTime } from '@tenon/testing';

test('counts from the first attempt on, until the time is up', async () => {
  using time = freezeTime(0);
  const attempts = new MemoryAttempts();
  expect(attempts.add('a', 1000)).toEqual({ count: 1, endsInMs: 1000 });
  await time.advance({ milliseconds: 400 });
  expect([attempts.add('a', 1000), attempts.count('a')]).toEqual([{ count: 2, endsInMs: 600 }, 2]);
  await time.advance({ milliseconds: 600 });
  expect([attempts.count('a'), attempts.add('a', 1000).count]).toEqual([0, 1]);
});

test('takes attempts back, and never below none', () => {
  const attempts = new MemoryAttempts();
  attempts.add('a', 1000);
  attempts.add('a', 1000);
  for (const left of [1, 0, 0]) {
    attempts.remove('a');
    expect(attempts.count('a')).toBe(left);
  }
});

test('forgets what began longest ago when there is too much, of the same window alone', () => {
  const attempts = new MemoryAttempts(3);
  attempts.add('kept', 5000);
  for (const key of ['a', 'b', 'c', 'd']) attempts.add(key, 1000);
  expect(['kept', 'a', 'b', 'c', 'd'].map((key) => attempts.count(key))).toEqual([1, 0, 1, 1, 1]);
});

test('stays as large as it may be, however many names are made up', () => {
  const attempts = new MemoryAttempts(1000);
  for (let one = 0; one < 200_000; one++) attempts.add(`account:${one}`, 60_000);
  expect(Array.from({ length: 200_000 }, (_, one) => attempts.count(`account:${one}`)).filter(Boolean)).toHaveLength(
    1000,
  );
});
