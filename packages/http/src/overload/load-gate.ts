import type { OverloadOptions } from './overload-options.js';

/** What a gate asks of the requests that are being answered. */
export interface OpenWork {
  readonly count: number;
  /** How many of them have no reply yet. Counts one by one. */
  countWaiting(): number;
}

/** How often the turns of the event loop are marked, in milliseconds, while there are requests. */
const MARK_MS = 20;
/** The same while requests are refused. */
const CLOSE_MARK_MS = 5;
/** While requests are refused: how long a turn may have taken when one is admitted, in milliseconds. */
const TURN_MS = 15;
/** For how long nothing must have been refused until all is well again, in milliseconds. */
const CALM_MS = 1000;
/** How long a count of the waiting requests holds, in milliseconds. */
const COUNT_MS = 50;
/** So few requests may have something in hand that takes long; what so many have in hand is a queue. */
const FEW = 8;
/** How long the process may have stood still in spite of that, as for a collection of garbage, in milliseconds. */
const PAUSE_MS = 250;

/**
 * Decides for each request whether the process can take it up.
 *
 * What is too much for a process waits where nobody sees it: in the kernel, until the event loop comes round. All that has
 * come in the meantime is handed over in one turn, so that a request seen now may have waited since the turn before began.
 * That is what is measured, without the longest single task: one that blocks the loop for long, or a collection of
 * garbage, is no queue. What was admitted may also make work later, in turns to come; so what a request has cost in a
 * long turn is multiplied with those that this turn has admitted.
 *
 * Once requests are refused, each turn is kept so short that refusals come at once, and what is admitted waits for little:
 * none is admitted late in a turn, and fewer of them after a turn that was long. Some are admitted in each turn.
 */
export class LoadGate {
  readonly #maxWaitMs: number;
  readonly #maxWaiting: number;
  readonly #open: OpenWork;
  readonly #onChange: (isShedding: boolean, refused: number) => void;
  /** When the last turn began, and the one before. */
  #turn = 0;
  #turnBefore = 0;
  /** When somebody last looked at the clock, how many requests were open then, and the longest that nobody did. */
  #seen = 0;
  #openSeen = 0;
  #longest = 0;
  #longestBefore = 0;
  /** How many requests this turn has admitted, how many it may, and what one has cost in the turn before, in milliseconds. */
  #admitted = 0;
  #mayAdmit = 1;
  #cost = 0;
  #isShedding = false;
  /** When a request was last refused, and how many have been since all was well. */
  #refusedAt = 0;
  #refused = 0;
  /** How many of the open requests had a reply that has begun, and when that was counted. */
  #begun = 0;
  #countedAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  /** How many turns have been marked since the last request. */
  #idleMarks = 0;
  #isClosed = false;

  /** @param onChange - is told when requests begin to be refused, and, with their number, when that is over */
  constructor(
    { maxWaitMs = 500, maxWaiting = 2000 }: OverloadOptions,
    open: OpenWork,
    onChange: (isShedding: boolean, refused: number) => void,
  ) {
    this.#maxWaitMs = maxWaitMs;
    this.#maxWaiting = maxWaiting;
    this.#open = open;
    this.#onChange = onChange;
  }

  /** Whether a request that has just come is to be taken up. */
  admits(): boolean {
    const now = performance.now();
    if (this.#timer === undefined) this.#watch(now);
    this.#idleMarks = 0;
    this.#look(now);
    const isTooMuch = this.#isShedding
      ? now - this.#turn > TURN_MS || this.#admitted >= this.#mayAdmit
      : now - this.#turnBefore - Math.max(this.#longest, this.#longestBefore) > this.#maxWaitMs ||
        this.#admitted * this.#cost > this.#maxWaitMs;
    if (isTooMuch || (this.#open.count >= this.#maxWaiting && !this.#hasRoom(now))) return this.#refuse(now);
    this.#admitted++;
    return true;
  }

  /** Stops for good. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
  }

  /** Notes for how long nobody has looked, which was one task, or none. */
  #look(now: number): void {
    const gap = now - this.#seen;
    if (gap > this.#longest) {
      const task = this.#openSeen <= FEW ? gap : Math.min(gap, PAUSE_MS);
      if (task > this.#longest) this.#longest = task;
    }
    this.#seen = now;
    this.#openSeen = this.#open.count;
  }

  /** Replies that have begun, such as streams of events, go on for as long as they like. */
  #hasRoom(now: number): boolean {
    const { count } = this.#open;
    if (now - this.#countedAt > COUNT_MS) {
      this.#countedAt = now;
      this.#begun = count - this.#open.countWaiting();
    }
    return count - this.#begun < this.#maxWaiting;
  }

  #refuse(now: number): false {
    this.#refusedAt = now;
    this.#refused++;
    if (!this.#isShedding) {
      this.#isShedding = true;
      this.#mayAdmit = 1;
      this.#mark(CLOSE_MARK_MS);
      this.#onChange(true, 0);
    }
    return false;
  }

  /** Begins to mark turns. A process that nobody asks anything marks none. */
  #watch(now: number): void {
    this.#turn = this.#turnBefore = this.#seen = now;
    this.#longest = this.#longestBefore = this.#admitted = this.#cost = 0;
    this.#mark(MARK_MS);
  }

  #mark(everyMs: number): void {
    clearInterval(this.#timer);
    if (!this.#isClosed) this.#timer = setInterval(() => this.#beginTurn(), everyMs).unref();
  }

  #beginTurn(): void {
    const now = performance.now();
    this.#look(now);
    const ms = now - this.#turn;
    if (this.#isShedding) {
      if (ms > 2 * TURN_MS) this.#mayAdmit = Math.max(1, this.#mayAdmit >> 1);
      else if (this.#admitted >= this.#mayAdmit) this.#mayAdmit += 1 + (this.#mayAdmit >> 2);
      if (now - this.#refusedAt > CALM_MS) this.#calm();
    }
    this.#cost = ms > 2 * MARK_MS && this.#admitted >= FEW ? ms / this.#admitted : 0;
    this.#admitted = 0;
    this.#turnBefore = this.#turn;
    this.#turn = now;
    this.#longestBefore = this.#longest;
    this.#longest = 0;
    if (++this.#idleMarks * MARK_MS < CALM_MS || this.#isShedding) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #calm(): void {
    this.#isShedding = false;
    this.#onChange(false, this.#refused);
    this.#refused = 0;
    this.#mark(MARK_MS);
  }
}
