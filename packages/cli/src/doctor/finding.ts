import type { Project } from '../project/project.js';

/** One thing that `tenon doctor` has looked at. */
export interface Finding {
  /** `warning` is what may go wrong one day; `fault` is what is wrong now. */
  readonly state: 'ok' | 'warning' | 'fault';
  /** What was looked at: `Node`, `packages`. */
  readonly subject: string;
  readonly what: string;
  /** How to mend it. */
  readonly fix?: string;
}

/** Looks at one thing of a project. It reports what it finds, and does not throw. */
export type Check = (project: Project) => Promise<Finding[]>;

/** Gives functions that make findings of one subject. */
export function about(subject: string): {
  readonly ok: (what: string) => Finding;
  readonly warning: (what: string, fix: string) => Finding;
  readonly fault: (what: string, fix: string) => Finding;
} {
  return {
    ok: (what) => ({ state: 'ok', subject, what }),
    warning: (what, fix) => ({ state: 'warning', subject, what, fix }),
    fault: (what, fix) => ({ state: 'fault', subject, what, fix }),
  };
}
