import { makeFunction } from './code-generation.js';

/**
 * A piece of source text that is known to be code. Only a `CodeWriter` makes one, so that a string,
 * wherever it comes from, can never be taken for code.
 */
export class Code {
  readonly #text: string;

  /** @internal */
  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/**
 * Builds the text of one generated function.
 *
 * What is put into a template becomes, by its type: `Code` itself; a string, number, bigint, boolean, null or
 * undefined a literal; a function, object or symbol an entry in a table of references that is handed to the function
 * when it is made. Identifiers are counters. So a name or a message has no way to break out of its quotes.
 *
 * ```ts
 * const writer = new CodeWriter();
 * const object = writer.variable('object');
 * writer.line`return ${writer.property(object, 'name')} === ${'x'};`;
 * writer.compile<(object: { name: string }) => boolean>([object]);   // (object1) => object1["name"] === "x"
 * ```
 */
export class CodeWriter {
  readonly #lines: string[] = [];
  readonly #references: unknown[] = [];
  /** Finds a reference again, so that one object has one name. */
  readonly #nameOfReference = new Map<unknown, Code>();
  #variables = 0;
  #indent = '  ';

  /**
   * Gives a new identifier.
   *
   * @param hint - a plain lower-case word that says what it holds, for whoever reads the text; never a user's name
   */
  variable(hint = 'v'): Code {
    if (!/^[a-z]+$/i.test(hint)) throw new TypeError(`not a plain word: ${JSON.stringify(hint)}`);
    this.#variables += 1;
    return new Code(`${hint}${this.#variables}`);
  }

  /** Gives the name under which the function will see this value. */
  reference(value: unknown): Code {
    let name = this.#nameOfReference.get(value);
    if (name === undefined) {
      name = new Code(`r${this.#references.push(value) - 1}`);
      this.#nameOfReference.set(value, name);
    }
    return name;
  }

  /** Makes a fragment that can be put into other fragments and lines. */
  code(texts: TemplateStringsArray, ...values: readonly unknown[]): Code {
    return new Code(this.#fill(texts, values));
  }

  /** Joins fragments, for instance with `' && '`. */
  join(fragments: readonly Code[], separator: ' && ' | ' || ' | ' + ' | ', ' | '; ' | ' '): Code {
    return new Code(fragments.join(separator));
  }

  /** Writes one line. */
  line(texts: TemplateStringsArray, ...values: readonly unknown[]): void {
    this.#lines.push(this.#indent + this.#fill(texts, values));
  }

  /** Writes a line that opens a block, and indents what follows. */
  open(texts: TemplateStringsArray, ...values: readonly unknown[]): void {
    this.#lines.push(this.#indent + this.#fill(texts, values));
    this.#indent += '  ';
  }

  /** Closes the innermost block. */
  close(text: '}' | '});' | '};' | '}, ' = '}'): void {
    this.#indent = this.#indent.slice(2);
    this.#lines.push(this.#indent + text);
  }

  /** Closes a block and opens the next one on the same line: `} else {`. */
  reopen(texts: TemplateStringsArray, ...values: readonly unknown[]): void {
    this.#lines.push(this.#indent.slice(2) + this.#fill(texts, values));
  }

  /** Gives `object["name"]`. */
  property(object: Code, name: string): Code {
    return new Code(`${object.toString()}[${literal(name)}]`);
  }

  /** Gives the text that `compile` would run, for readers and tests. */
  source(parameters: readonly Code[], name = 'compiled'): string {
    if (!/^[a-z]+$/i.test(name)) throw new TypeError(`not a plain word: ${JSON.stringify(name)}`);
    const references = this.#references.map((_, index) => `r${index} = references[${index}]`).join(', ');
    return [
      '"use strict";',
      ...(references === '' ? [] : [`const ${references};`]),
      `return function ${name}(${parameters.join(', ')}) {`,
      ...this.#lines,
      '};',
    ].join('\n');
  }

  /** Makes the function. The writer can go on, and be compiled again. */
  compile<T extends (...values: never[]) => unknown>(parameters: readonly Code[], name?: string): T {
    return makeFunction(['references'], this.source(parameters, name))(this.#references.slice()) as T;
  }

  #fill(texts: TemplateStringsArray, values: readonly unknown[]): string {
    let filled = texts[0] ?? '';
    for (let index = 0; index < values.length; index += 1) filled += this.#print(values[index]) + texts[index + 1];
    return filled;
  }

  #print(value: unknown): string {
    if (value instanceof Code) return value.toString();
    switch (typeof value) {
      case 'string':
      case 'number':
      case 'bigint':
      case 'boolean':
      case 'undefined':
        return literal(value);
      default:
        return value === null ? 'null' : this.reference(value).toString();
    }
  }
}

/**
 * Prints a primitive value as source text.
 *
 * JSON leaves U+2028 and U+2029 as they are; they are escaped as well, so that the text is one line for every reader.
 */
export function literal(value: string | number | bigint | boolean | null | undefined): string {
  switch (typeof value) {
    case 'string':
      return escapeLineEnds(JSON.stringify(value));
    case 'bigint':
      return value < 0n ? `(${value}n)` : `${value}n`;
    case 'number':
      if (Object.is(value, -0)) return '(-0)';
      return value < 0 ? `(${value})` : String(value);
    case 'undefined':
      return 'void 0';
    default:
      return String(value);
  }
}

function escapeLineEnds(text: string): string {
  return LINE_END.test(text) ? text.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029') : text;
}

const LINE_END = /[\u2028\u2029]/;
