import { withGlobal } from '@sinonjs/fake-timers';
import { TenonError } from '@tenon/core';
import { endAfterTest } from './end-after-test.js';
import * as faults from './errors.js';

/** How far time moves: in milliseconds, or in what people say. */
export type TimeSpan =
  | number
  | {
      readonly days?: number;
      readonly hours?: number;
      readonly minutes?: number;
      readonly seconds?: number;
      readonly milliseconds?: number;
    };

/** Time that stands still until it is moved. Made by `freezeTime`. */
export interface FrozenTime extends Disposable {
  /**
   * Moves time on, and runs the timers that fall due, each at its own time. Promises settle in between.
   *
   * @param by - not negative; a number is in milliseconds
   */
  advance(by: TimeSpan): Promise<void>;
  /** Sets the clock, forwards or back. Timers are as far away as they were. */
  set(to: Date | string | number): void;
  /** Lets time run again. Timers that were set meanwhile never fire. */
  restore(): void;
}

/**
 * What stands still. `nextTick`, `queueMicrotask` and `setImmediate` do not, because Fastify, streams and whatever else
 * waits for I/O would stand still with them; nor does the clock by which durations are measured.
 */
const FROZEN = ['Date', 'Intl', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;

/**
 * Makes time stand still: `Date`, `Intl`, `setTimeout` and `setInterval`. Requests are served all the same.
 *
 * It runs again after the test, or at the end of the block with `using`.
 *
 * @param at - the time from now on. Default: what it is
 * @throws TenonError `TENON_TESTING_ALREADY_FROZEN`
 *
 * @example
 * const time = freezeTime('2026-06-01T08:00:00Z');
 * await time.advance({ minutes: 15 });
 */
export function freezeTime(at: Date | string | number = new Date()): FrozenTime {
  if ('clock' in globalThis.setTimeout) throw new TenonError([faults.alreadyFrozen()]);
  const clock = withGlobal(globalThis).install({ now: instant(at), toFake: [...FROZEN] });
  const restore = (): void => {
    clock.uninstall();
    forget();
  };
  const forget = endAfterTest(restore);
  return {
    advance: async (by) => {
      await clock.tickAsync(milliseconds(by));
    },
    set: (to) => clock.setSystemTime(instant(to)),
    restore,
    [Symbol.dispose]: restore,
  };
}

function instant(time: Date | string | number): Date {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw new RangeError(`${JSON.stringify(time)} is no time.`);
  return date;
}

function milliseconds(span: TimeSpan): number {
  if (typeof span === 'number') return span;
  const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds: rest = 0 } = span;
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + rest;
}
