import { inspect } from 'node:util';

/** What keeps an application from being served, as it is shown to people. */
export interface Fault {
  /** What does not work, in one sentence. */
  readonly heading: string;
  /** The diagnostics, or the error with its stack. */
  readonly text: string;
}

/** The compiled files of this command: nobody wants to see them in a stack. */
const OWN = new URL('../', import.meta.url).href;

/** Gives the text of what was thrown: diagnostics as they are, other errors without what is not the application's. */
export function textOf(thrown: unknown): string {
  // Not `instanceof`: the project has a copy of Tenon of its own.
  if (thrown instanceof Error && thrown.name === 'TenonError') return thrown.message;
  const lines = inspect(thrown).split('\n');
  return lines
    .filter((line) => !/^\s+at .*\bnode:/.test(line) && !(line.includes(OWN) && /^\s+at /.test(line)))
    .join('\n');
}
