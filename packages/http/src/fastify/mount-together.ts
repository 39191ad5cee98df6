import type { FastifyInstance } from 'fastify';

type Done = (error?: Error | null) => void;
type AfterCallback = (error: Error | null, done: Done) => void;

/**
 * Mounts routes, and lets what Fastify does for each of them once plugins are loaded happen in one turn.
 *
 * Fastify waits for a turn of its own after each route. Each costs a queue, a timer and some ticks: for thousands of routes
 * that takes longer than all the rest of mounting them.
 */
export function mountTogether(fastify: FastifyInstance, mount: () => void): void {
  const calls: AfterCallback[] = [];
  // oxlint-disable-next-line typescript/unbound-method -- it is called on the instance, and put back
  const after = fastify.after as (...given: unknown[]) => unknown;
  fastify.after = function collect(this: FastifyInstance, ...given: unknown[]) {
    const [call] = given;
    if (this !== fastify || typeof call !== 'function' || call.length !== 2) return after.apply(this, given);
    calls.push(call as AfterCallback);
    return this;
  } as typeof fastify.after;
  try {
    mount();
  } finally {
    fastify.after = after as typeof fastify.after;
  }
  if (calls.length === 0) return;
  const run: AfterCallback = (error, done) => runAll(calls, error, done);
  after.call(fastify, run);
}

/** Runs one after the other, each with the error that the one before passed on. */
function runAll(calls: readonly AfterCallback[], error: Error | null, done: Done): void {
  let at = 0;
  let passed = error;
  let isRunning = false;
  const goOn = (): void => {
    // A loop and no recursion: most of them are done at once, and there may be thousands.
    if (isRunning) return;
    isRunning = true;
    while (at < calls.length) {
      const index = at;
      (calls[index] as AfterCallback)(passed, (next = null) => {
        passed = next;
        at = index + 1;
        goOn();
      });
      if (at === index) break;
    }
    isRunning = false;
    if (at === calls.length) done(passed);
  };
  goOn();
}
