/** Ends something that a test left open. */
type End = () => unknown;

/** What is open in the global scope of one test file. */
interface Open {
  /** Whether a test runs, or a `beforeEach` for one. */
  isInTest: boolean;
  readonly ofTest: Set<End>;
  readonly ofFile: Set<End>;
}

/** The hooks of a test runner. */
interface Hooks {
  readonly beforeEach: (work: () => Promise<void> | void) => unknown;
  readonly afterEach: (work: () => Promise<void> | void) => unknown;
  readonly afterAll: (work: () => Promise<void> | void) => unknown;
}

/** Several copies of this package must not hook twice. */
const OPEN = Symbol.for('tenon.testing.open');

const scope = globalThis as { [OPEN]?: Open } & Partial<Hooks> & { readonly after?: Hooks['afterAll'] };

if (scope[OPEN] === undefined) {
  const hooks = await findHooks();
  if (hooks) scope[OPEN] = hookInto(hooks);
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
  const list = open.isInTest ? open.ofTest : open.ofFile;
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
  if (process.env['NODE_TEST_CONTEXT'] !== undefined) {
    const node = await import('node:test');
    return { beforeEach: node.beforeEach, afterEach: node.afterEach, afterAll: node.after };
  }
  return undefined;
}

function hookInto({ beforeEach, afterEach, afterAll }: Hooks): Open {
  const open: Open = { isInTest: false, ofTest: new Set(), ofFile: new Set() };
  // Not in `afterEach`: a test file's own ones, which jest calls later than ours, may still need what is open.
  beforeEach(async () => {
    await endAll(open.ofTest);
    open.isInTest = true;
  });
  afterEach(() => {
    open.isInTest = false;
  });
  afterAll(async () => {
    await endAll(open.ofTest, open.ofFile);
  });
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
