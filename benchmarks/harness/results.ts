import { type Spread, spreadOf } from './statistics.js';

/** What is measured once a round, in one process. */
export interface Job<Case extends string, Subject extends string> {
  readonly subject: Subject;
  readonly case: Case;
  /** How large the thing under measure is, in a benchmark that has several sizes of it. */
  readonly size?: number;
}

/** The figures of one job, by name; their units are in the `cases.ts` of each benchmark. */
export type Figures = Readonly<Record<string, number>>;

/** One job of one round, and what it measured. */
export interface Result<Case extends string, Subject extends string> extends Job<Case, Subject> {
  readonly round: number;
  readonly figures: Figures;
}

/** All that a run has measured, with the questions that the tables and the gates put to it. */
export class Results<Case extends string, Subject extends string> {
  /** In the order in which they were measured. */
  readonly #list: Result<Case, Subject>[] = [];
  readonly #base: Subject;

  /** @param base - the subject that the others are compared with */
  constructor(base: Subject) {
    this.#base = base;
  }

  add(result: Result<Case, Subject>): void {
    this.#list.push(result);
  }

  get list(): readonly Result<Case, Subject>[] {
    return this.#list;
  }

  /** Whether the case was run, for this subject or for any. */
  has(name: Case, subject?: Subject): boolean {
    return this.#list.some((result) => result.case === name && (subject ?? result.subject) === result.subject);
  }

  /** The spread of one figure over the rounds. */
  spread(name: Case, subject: Subject, figure: string, size?: number): Spread {
    return spreadOf([...this.#byRound(name, subject, figure, size).values()]);
  }

  /**
   * How many times what the base needs a subject needs: above 1, the base is ahead.
   *
   * Each round gives a ratio of two processes that ran within seconds of each other; so a machine that is slower in
   * one round than in the next does not show in it.
   *
   * @param base - another subject to compare with
   */
  ratio(name: Case, subject: Subject, figure: string, base: Subject = this.#base): Spread {
    return ratioOf(this.#byRound(name, subject, figure), this.#byRound(name, base, figure));
  }

  /** How many times what it needs in one case a subject needs in another, round by round. */
  growth(subject: Subject, from: Case, to: Case, figure: string): Spread {
    return ratioOf(this.#byRound(to, subject, figure), this.#byRound(from, subject, figure));
  }

  /** How much more than another subject one needs, round by round. */
  difference(name: Case, subject: Subject, base: Subject, figure: string): Spread {
    const under = this.#byRound(name, base, figure);
    const differences = [...this.#byRound(name, subject, figure)].flatMap(([round, value]) => {
      const other = under.get(round);
      return other === undefined ? [] : [value - other];
    });
    return spreadOf(differences);
  }

  #byRound(name: Case, subject: Subject, figure: string, size?: number): Map<number, number> {
    const found = new Map<number, number>();
    for (const result of this.#list) {
      if (result.case !== name || result.subject !== subject || (size ?? result.size) !== result.size) continue;
      const value = result.figures[figure];
      if (value !== undefined) found.set(result.round, value);
    }
    return found;
  }
}

function ratioOf(over: ReadonlyMap<number, number>, under: ReadonlyMap<number, number>): Spread {
  const ratios = [...over].flatMap(([round, value]) => {
    const base = under.get(round);
    return base === undefined ? [] : [value / base];
  });
  return spreadOf(ratios);
}
