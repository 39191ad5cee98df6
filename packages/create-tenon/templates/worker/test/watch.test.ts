import { expect, test } from '@jest/globals';
import { ConsoleLogger, createContext, provide } from '@tenon/core';
import { freezeTime } from '@tenon/testing';
import { AppModule } from '../src/app.module.js';
import { Site } from '../src/site.js';

test('asks at once, then at each interval, and no more when it closes', async () => {
  const time = freezeTime('2026-06-01T08:00:00Z');
  let asked = 0;
  const site = {
    async ask() {
      asked += 1;
      return 200;
    },
  };
  await using app = await createContext(AppModule, {
    override: [provide(Site, { useValue: site })],
    logger: new ConsoleLogger({ level: 'error' }),
  });
  expect(asked).toBe(1);

  await time.advance({ seconds: 90 });
  expect(asked).toBe(4);

  await app.close();
  await time.advance({ seconds: 90 });
  expect(asked).toBe(4);
});
