import { expect, test } from '@jest/globals';
import { ConsoleLogger, createContext, provide } from '@tenon/core';
import { freezeTime } from '@tenon/testing';
import { AppModule } from '../src/app.module.js';
import { Disk } from '../src/disk.js';

test('looks at once, then at each interval, and no more when it closes', async () => {
  const time = freezeTime('2026-06-01T08:00:00Z');
  let looks = 0;
  const disk = {
    async freeMb() {
      looks += 1;
      return 1000;
    },
  };
  await using app = await createContext(AppModule, {
    override: [provide(Disk, { useValue: disk })],
    logger: new ConsoleLogger({ level: 'error' }),
  });
  expect(looks).toBe(1);

  await time.advance({ seconds: 90 });
  expect(looks).toBe(4);

  await app.close();
  await time.advance({ seconds: 90 });
  expect(looks).toBe(4);
});
