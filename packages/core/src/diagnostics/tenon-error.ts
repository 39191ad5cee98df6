import { resolve } from 'node:path';
import { type Diagnostic, formatDiagnostic, type Where } from './diagnostic.js';

/**
 * Every error that Tenon itself raises: one fault, or all faults of a boot together.
 *
 * `code`, `where`, `path` and `fix` are those of the first fault, so that the usual case reads simply; `diagnostics`
 * has them all.
 *
 * @example
 * await createContext(AppModule).catch((error: TenonError) => error.diagnostics.map((fault) => fault.code));
 */
export class TenonError extends Error {
  override readonly name = 'TenonError';
  readonly #diagnostics: readonly Diagnostic[];

  /** @param diagnostics - at least one */
  constructor(diagnostics: readonly Diagnostic[]) {
    const cause = diagnostics.find((fault) => fault.cause !== undefined)?.cause;
    super(summarise(diagnostics), cause === undefined ? undefined : { cause });
    this.#diagnostics = Object.freeze([...diagnostics]);
    // A fault in a declaration tells its place; where Tenon was when it noticed is of no use to anyone.
    const frame = frameOf(diagnostics[0]?.where);
    if (frame) this.stack = `${this.name}: ${this.message}${frame}`;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  get code(): string {
    return this.#first.code;
  }

  get where(): Where | undefined {
    return this.#first.where;
  }

  get path(): readonly string[] | undefined {
    return this.#first.path;
  }

  get fix(): string {
    return this.#first.fix;
  }

  get #first(): Diagnostic {
    return this.#diagnostics[0] as Diagnostic;
  }
}

/** Gives a frame for the place, which editors, terminals and test runners follow to the user's line. */
function frameOf(where: Where | undefined): string | undefined {
  return where?.place && `\n    at ${where.signature.split('(', 1)[0]} (${resolve(where.place)}:1)`;
}

function summarise(diagnostics: readonly Diagnostic[]): string {
  const texts = diagnostics.map(formatDiagnostic);
  if (texts.length === 1) return texts[0] as string;
  return `${texts.length} faults were found.\n\n${texts.join('\n\n')}`;
}
