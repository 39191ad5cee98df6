/** How functions are made: as generated text, or as closures where text may not become code. */
export type BackEnd = 'generated' | 'closures';

let chosen: BackEnd | undefined;
let uses: number | undefined;

/**
 * Gives the back end of this process. It is chosen once, at the first compile.
 *
 * `TENON_DTO_BACK_END=closures` forces closures, for tests and for those who prefer them. `generated` generates code at
 * the first use already. Any other value is ignored.
 */
export function chosenBackEnd(): BackEnd {
  chosen ??= process.env['TENON_DTO_BACK_END'] === 'closures' || !mayGenerateCode() ? 'closures' : 'generated';
  return chosen;
}

/**
 * Gives the number of uses after which something is worth the time that compiling takes. Before, its plan is walked.
 *
 * A process has many classes that it uses once or never, and its first request shall not wait for the compiler.
 */
export function usesBeforeCode(): number {
  uses ??= process.env['TENON_DTO_BACK_END'] === 'generated' ? 0 : USES_BEFORE_CODE;
  return uses;
}

const USES_BEFORE_CODE = 10;

/**
 * Tells whether strings may become code: not under `--disallow-code-generation-from-strings`,
 * nor in a context that forbids it.
 */
function mayGenerateCode(): boolean {
  try {
    return makeFunction([], 'return true;')() === true;
  } catch {
    return false;
  }
}

/**
 * Makes a function of a text. Every text of this package passes here, and comes from a `CodeWriter`.
 *
 * @internal
 */
export function makeFunction(parameters: readonly string[], body: string): (...values: unknown[]) => unknown {
  // oxlint-disable-next-line typescript/no-implied-eval -- the one place where text becomes code; see CodeWriter for what may enter it
  return new Function(...parameters, body) as (...values: unknown[]) => unknown;
}
