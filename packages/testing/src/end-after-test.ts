import type { TestContext } from 'node:test';

/** Ends something that a test left open. */
type End = () => unknown;

/** What is open in the global scope of one test file. */
interface Open {
  /** Where what is opened now belongs: to the test that runs, or a `beforeEach` for one, else to the file. */
  current: Set<End>;
}

/** The hooks of a test runner. */
interface Hooks {
  readonly beforeEach: (work: () => Promise<void> | void) => unknown;
  readonly afterEach: (work: () => Promise<void> | void) => unknown;
  readonly afterAll: (work: () => Promise<void> | void) => unknown;
}

type NodeHooks = Pick<typeof import('node:test'), 'beforeEach' | 'after'>;

/** Several copies of this package must not hook twice. */
const OPEN = Symbol.for('tenon.testing.open');

const scope = globalThis as { [OPEN]?: Open } & Partial<Hooks> & { readonly after?: Hooks['afterAll'] };

/** How long, in milliseconds, a file whose tests are awaited has to begin its next one. */
const PAUSE_MS = 100;

/** Taken now: `freezeTime` puts another one in its place. */
const { setTimeout } = globalThis;

if (scope[OPEN] === undefined) {
  const hooks = await findHooks();
  if (hooks) scope[OPEN] = hookInto(hooks);
  // Processes that a test starts inherit the variable, and have no tests: their hooks are never called.
  else if (process.env['NODE_TEST_CONTEXT'] !== undefined) scope[OPEN] = hookIntoNode(await import('node:test'));
}

/**
 * Ends something after the test that opened it, or, when it was opened outside of a test, after the last one of the file.
 *
 * Nothing happens where no test runner has been found.
 *
 * @returns a function to be called when it has been ended by somebody else
 */
export function endAfterTest(end: End): () => void {
  const open = scope[OPEN];
  if (open === undefined) return () => {};
  const list = open.current;
  list.add(end);
  return () => void list.delete(end);
}

async function findHooks(): Promise<Hooks | undefined> {
  const { beforeEach, afterEach, afterAll = scope.after } = scope;
  if (beforeEach && afterEach && afterAll) return { beforeEach, afterEach, afterAll };
  // Processes that a test starts inherit these variables, so that a failure means nothing.
  if (process.env['JEST_WORKER_ID'] !== undefined) {
    const jest = await import('@jest/globals').catch(() => undefined);
    if (jest) return jest;
  }
  return undefined;
}

function hookInto({ beforeEach, afterEach, afterAll }: Hooks): Open {
  const ofFile = new Set<End>();
  const ofTest = new Set<End>();
  const open: Open = { current: ofFile };
  // Not in `afterEach`: a test file's own ones, which jest calls later than ours, may still need what is open.
  beforeEach(async () => {
    await endAll(ofTest);
    open.current = ofTest;
  });
  afterEach(() => {
    open.current = ofFile;
  });
  afterAll(async () => {
    await endAll(ofTest, ofFile);
  });
  return open;
}

/**
 * Hooks into `node --test`, where each test says itself when it has ended, behind the `afterEach` of its file, and may have
 * tests of its own, which leave open what is its.
 *
 * `after` is no end of a file that waits for each of its tests, `await test(…)`: it is called once, when the first one has
 * ended, and the next one has begun by then.
 */
function hookIntoNode({ beforeEach, after }: NodeHooks): Open {
  const ofFile = new Set<End>();
  const open: Open = { current: ofFile };
  /** What each test has opened that has not ended: those that run at the same time, and each within another. */
  const running: Set<End>[] = [];
  let isAfterEarly = false;
  let begun = 0;
  beforeEach((context) => {
    const own = new Set<End>();
    running.push(own);
    open.current = own;
    begun++;
    (context as TestContext).after(async () => {
      running.splice(running.indexOf(own), 1);
      open.current = running.at(-1) ?? ofFile;
      if (isAfterEarly && running.length === 0) endUnlessBegun(begun);
      await endAll(own);
    });
  });
  after(async () => {
    isAfterEarly = running.length > 0;
    if (!isAfterEarly) await endAll(ofFile);
  });
  /** What fails here has no test to fail: as a rejection that nobody handles, it fails the file. */
  const endUnlessBegun = (count: number): void => {
    if (ofFile.size > 0) setTimeout(() => void (begun === count && endAll(ofFile)), PAUSE_MS);
  };
  return open;
}

/** Ends all, the last one first; each has its turn even when others fail. */
async function endAll(...lists: readonly Set<End>[]): Promise<void> {
  const failures: unknown[] = [];
  for (const list of lists) {
    for (const end of Array.from(list).toReversed()) {
      list.delete(end);
      try {
        await end();
      } catch (failure) {
        failures.push(failure);
      }
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1)
    throw new AggregateError(failures, 'Several things that a test left open could not be ended.');
}
