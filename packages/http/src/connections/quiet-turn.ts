/** A turn of the event loop in which nothing was done takes less than this, in milliseconds. */
const QUIET_MS = 0.05;
/** For how many turns, and for how many milliseconds, a quiet one is waited for where there is always something to do. */
const LIMIT = { turns: 100, ms: 500 };

/**
 * Calls a function right behind a turn of the event loop in which nothing was done.
 *
 * It is for closing a port. The kernel accepts connections by itself, and resets those that it had not handed over by then.
 * We get them at the beginning of a turn: behind a turn in which handlers ran, or in which the process had to wait for a
 * processor, there may be dozens again.
 */
export function behindQuietTurn(act: () => void): Promise<void> {
  return new Promise((resolve) => {
    const start = performance.now();
    let turns = 0;
    let before = start;
    const look = (): void => {
      const now = performance.now();
      const isQuiet = turns > 0 && now - before < QUIET_MS;
      if (isQuiet || (turns > LIMIT.turns && now - start > LIMIT.ms)) {
        act();
        resolve();
        return;
      }
      turns++;
      before = now;
      setImmediate(look);
    };
    setImmediate(look);
  });
}
