import { setImmediate } from 'node:timers/promises';

/** What this process has spent so far, all its threads together, in milliseconds of CPU time. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** How long a call is made without being counted, and how long with, in milliseconds of CPU time. */
export interface Duration {
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/**
 * Measures what one call costs, in nanoseconds of CPU time.
 *
 * All threads of the process count: what the compiler and the garbage collector do beside the loop is part of the
 * price. The loop is warmed first, and its length follows from the warm-up. A call that gives a promise is awaited.
 *
 * @param call - the deed; it gets the number of the call
 */
export async function measureCall(
  call: (index: number) => unknown,
  { warmUpMs, measureMs }: Duration,
): Promise<number> {
  const first = call(0);
  await first;
  const run = first instanceof Promise ? runAsync : runSync;
  let calls = 100;
  let spent = 0;
  const start = cpuMs();
  while (cpuMs() - start < warmUpMs) {
    spent = await timeOf(run, call, calls);
    if (spent < warmUpMs / 8) calls *= 2;
  }
  // Lets what the warm-up left to other threads come to its end.
  await setImmediate();
  const wanted = Math.ceil((calls * measureMs) / Math.max(spent, 1));
  return ((await timeOf(run, call, wanted)) * 1e6) / wanted;
}

type Loop = (call: (index: number) => unknown, calls: number) => unknown;

/** Milliseconds of CPU time that the loop takes. */
async function timeOf(run: Loop, call: (index: number) => unknown, calls: number): Promise<number> {
  const before = cpuMs();
  await run(call, calls);
  return cpuMs() - before;
}

/** Where each result ends, in reach of everyone, so that no call can be left out as without effect. */
export let sink: unknown;

function runSync(call: (index: number) => unknown, calls: number): void {
  for (let index = 0; index < calls; index += 1) sink = call(index);
}

async function runAsync(call: (index: number) => unknown, calls: number): Promise<void> {
  for (let index = 0; index < calls; index += 1) sink = await call(index);
}
