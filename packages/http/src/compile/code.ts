/**
 * A function's text while it is written, and the values that it refers to.
 *
 * Names in it are counters and nothing of the user's: whatever comes from metadata enters as a value.
 */
export class Code {
  readonly #lines: string[] = [];
  readonly #values: unknown[] = [];
  readonly #names: string[] = [];
  #depth = 1;

  /** Gives the name by which the text refers to a value. */
  refer(value: unknown, hint: string): string {
    const known = this.#values.indexOf(value);
    if (known !== -1) return this.#names[known] as string;
    const name = `${hint}${this.#values.length}`;
    this.#values.push(value);
    this.#names.push(name);
    return name;
  }

  line(text: string): void {
    if (text.startsWith('}')) this.#depth--;
    this.#lines.push('  '.repeat(this.#depth) + text);
    if (text.endsWith('{')) this.#depth++;
  }

  /** Gives the text of a function with these parameters. */
  text(name: string, parameters: string): string {
    return `function ${name}(${parameters}) {\n${this.#lines.join('\n')}\n}`;
  }

  /** Makes the function. */
  compile<F>(name: string, parameters: string): F {
    // oxlint-disable-next-line typescript/no-implied-eval -- that is what compiling is; nothing of a request enters
    const make = new Function(...this.#names, `'use strict';\nreturn ${this.text(name, parameters)}`);
    return make(...this.#values) as F;
  }
}

/** Whether code may be made from strings: not under `node --disallow-code-generation-from-strings`. */
export function mayGenerate(): boolean {
  return (isAllowed ??= tryToGenerate());
}

let isAllowed: boolean | undefined;

function tryToGenerate(): boolean {
  if (process.env['TENON_HTTP_BACK_END'] === 'closures') return false;
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- as above
    return new Function('return true')() === true;
  } catch {
    return false;
  }
}
