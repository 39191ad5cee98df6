import type { CaseName, Job, SubjectName } from './jobs.js';
import type { Figures } from './run-job.js';
import { type Spread, spreadOf } from './statistics.js';

/** One process of one round, and what it measured. */
export interface Result extends Job {
  readonly round: number;
  readonly figures: Figures;
}

/** All that a run has measured, with the questions that the tables and the gates put to it. */
export class Results {
  /** In the order in which they were measured. */
  readonly #list: Result[] = [];

  add(result: Result): void {
    this.#list.push(result);
  }

  get list(): readonly Result[] {
    return this.#list;
  }

  /** Whether the case was run, for this subject or for any. */
  has(name: CaseName, subject?: SubjectName): boolean {
    return this.#list.some((result) => result.case === name && (subject ?? result.subject) === result.subject);
  }

  /** The spread of one figure over the rounds. */
  spread(name: CaseName, subject: SubjectName, figure: string): Spread {
    return spreadOf([...this.#byRound(name, subject, figure).values()]);
  }

  /**
   * How many times what Tenon needs a rival needs: above 1, Tenon is ahead.
   *
   * Each round gives a ratio of two processes that ran within seconds of each other; so a machine that is slower in
   * one round than in the next does not show in it.
   */
  ratio(name: CaseName, rival: SubjectName, figure: string): Spread {
    const own = this.#byRound(name, 'tenon', figure);
    const ratios = [...this.#byRound(name, rival, figure)].flatMap(([round, value]) => {
      const tenon = own.get(round);
      return tenon === undefined ? [] : [value / tenon];
    });
    return spreadOf(ratios);
  }

  /** How many times what it needs in one case a subject needs in another, round by round. */
  growth(subject: SubjectName, from: CaseName, to: CaseName, figure: string): Spread {
    const before = this.#byRound(from, subject, figure);
    const ratios = [...this.#byRound(to, subject, figure)].flatMap(([round, value]) => {
      const base = before.get(round);
      return base === undefined ? [] : [value / base];
    });
    return spreadOf(ratios);
  }

  #byRound(name: CaseName, subject: SubjectName, figure: string): Map<number, number> {
    const found = new Map<number, number>();
    for (const result of this.#list) {
      if (result.case !== name || result.subject !== subject) continue;
      const value = result.figures[figure];
      if (value !== undefined) found.set(result.round, value);
    }
    return found;
  }
}
