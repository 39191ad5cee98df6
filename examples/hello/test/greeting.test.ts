import { expect, test } from '@jest/globals';
import { ConsoleLogger, createContext, Injectable, Module, provide } from '@tenon/core';
import { AppModule } from '../src/app.module.js';
import { CLOCK } from '../src/clock.js';
import { GreetingModule } from '../src/greeting/greeting.module.js';
import { GreetingService } from '../src/greeting/greeting.service.js';
import { PhraseBook } from '../src/greeting/phrase-book.js';
import { Visitor } from '../src/visitor.js';

// #region start
/** Starts the application at a given hour of the day. */
function startAt(hour: number) {
  const now = () => new Date(2026, 5, 1, hour);
  return createContext(AppModule, {
    override: [provide(CLOCK, { useValue: { now } })],
    logger: new ConsoleLogger({ level: 'error' }),
  });
}

test.each([
  [8, 'Good morning, stranger!'],
  [12, 'Good afternoon, stranger!'],
  [18, 'Good evening, stranger!'],
])('at %i o’clock it says: %s', async (hour, greeting) => {
  await using app = await startAt(hour);
  await using request = app.createRequestScope();
  expect(request.run(() => app.get(GreetingService).greet())).toBe(greeting);
});
// #endregion

// #region visitors
test('greets two visitors at the same time, each by their own name', async () => {
  await using app = await startAt(8);
  const greet = async (name: string): Promise<string> => {
    await using request = app.createRequestScope();
    request.get(Visitor).name = name;
    // Without this `await` the request would be closed before its work is done.
    return await request.run(async () => {
      await Promise.resolve();
      return app.get(GreetingService).greet();
    });
  };
  expect(await Promise.all([greet('Ada'), greet('Grace')])).toEqual(['Good morning, Ada!', 'Good morning, Grace!']);
});
// #endregion

// #region private
test('lets nobody but the greeting module have the phrase book', async () => {
  @Injectable()
  class Rival {
    constructor(readonly phrases: PhraseBook) {}
  }
  @Module({ imports: [AppModule, GreetingModule], providers: [Rival] })
  class RivalModule {}

  await expect(createContext(RivalModule)).rejects.toMatchObject({ code: 'TENON_CONTAINER_NOT_EXPORTED' });
});
// #endregion
