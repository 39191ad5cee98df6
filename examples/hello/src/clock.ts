import { createToken } from '@tenon/http';

/** Tells the time, so that a test can choose what time it is. */
export interface Clock {
  now(): Date;
}

/** An interface does not exist at run time; the token is its name there. */
export const CLOCK = createToken<Clock>('clock');

export const systemClock: Clock = { now: () => new Date() };
