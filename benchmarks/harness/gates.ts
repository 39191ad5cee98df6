/** A goal, what was measured, and whether it holds. */
export interface Gate {
  readonly what: string;
  readonly goal: string;
  readonly measured: string;
  /** The goal itself holds. */
  readonly holds: boolean;
  /** The goal holds within the margin of CI, or fails beyond it. */
  readonly passes: boolean;
}

/** How far beyond a goal CI lets a figure go, since its machine is not a quiet one. */
export const MARGIN = 1.15;

/** A figure that is to be no more than its goal. */
export function atMost(what: string, value: number, goal: number, write: (value: number) => string): Gate {
  return {
    what,
    goal: `≤ ${write(goal)}`,
    measured: write(value),
    holds: value <= goal,
    passes: value <= goal * MARGIN,
  };
}

/** A ratio that is to be no less than its goal. */
export function atLeast(what: string, ratio: number, goal: number): Gate {
  return {
    what,
    goal: `≥ ${goal}`,
    measured: ratio.toFixed(ratio < 10 ? 2 : 1),
    holds: ratio >= goal,
    passes: ratio >= goal / MARGIN,
  };
}
