import MagicString from 'magic-string';
import {
  type CallExpression,
  type Class,
  type Comment,
  type Expression,
  type ImportDeclaration,
  type ImportSpecifier,
  parseSync,
  type Program,
} from 'oxc-parser';

/** Says why a file cannot be edited, in the end of a sentence. */
export class NotEditable extends Error {}

/** A part of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A source file that declares a module: its syntax tree, and the edits that were made so far. */
export class ModuleSource {
  readonly text: string;
  readonly edits: MagicString;
  readonly program: Program;
  readonly imports: readonly ImportDeclaration[];
  readonly lineEnd: string;
  readonly #comments: readonly Comment[];

  /** @throws NotEditable if it cannot be parsed */
  constructor(text: string) {
    const { program, comments, errors } = parseSync('module.ts', text, { astType: 'ts', showSemanticErrors: true });
    if (errors.length > 0) throw new NotEditable(`it has a mistake (${errors[0]?.message})`);
    this.text = text;
    this.edits = new MagicString(text);
    this.program = program;
    this.imports = program.body.filter((statement) => statement.type === 'ImportDeclaration');
    this.lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
    this.#comments = comments;
  }

  /**
   * Gives the call of `@Module` on the only class that has it.
   *
   * @throws NotEditable if there is none, or more than one
   */
  moduleCall(): CallExpression {
    const names = new Set(
      this.imports
        .filter(({ source }) => source.value === '@tenon/core' || source.value === '@tenon/http')
        .flatMap((declaration) => namedSpecifiers(declaration))
        .filter((specifier) => importedName(specifier) === 'Module')
        .map(({ local }) => local.name),
    );
    const calls = this.classes()
      .flatMap(({ decorators }) => decorators)
      .map(({ expression }) => expression)
      .filter((expression) => expression.type === 'CallExpression')
      .filter(({ callee }) => callee.type === 'Identifier' && names.has(callee.name));
    const [call, second] = calls;
    if (!call) throw new NotEditable('no class in it has @Module');
    if (second) throw new NotEditable('more than one class in it has @Module');
    return call;
  }

  /** Gives the classes that stand at the top of the file. */
  classes(): Class[] {
    return this.program.body.flatMap((statement) => {
      const declared =
        statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
          ? statement.declaration
          : statement;
      return declared?.type === 'ClassDeclaration' ? [declared] : [];
    });
  }

  /** Finds a character behind a place, outside of comments; -1 if it does not come before `end`. */
  find(wanted: string, start: number, end = this.text.length): number {
    for (let index = start; index < end; index++) {
      const comment = this.#comments.find((each) => each.start === index);
      if (comment) index = comment.end - 1;
      else if (this.text.startsWith(wanted, index)) return index;
    }
    return -1;
  }

  /** Gives the end of the comments that stand behind a place on its line, and whether the last one ends the line. */
  commentsBehind(start: number): { readonly end: number; readonly isLine: boolean } {
    let end = start;
    for (;;) {
      const next = end + (/^[ \t]*/.exec(this.text.slice(end))?.[0].length ?? 0);
      const comment = this.#comments.find((each) => each.start === next);
      if (!comment || comment.value.includes('\n')) return { end, isLine: false };
      if (comment.type === 'Line') return { end: comment.end, isLine: true };
      end = comment.end;
    }
  }

  /** Whether a line ends within a part. */
  isBroken(start: number, end: number): boolean {
    return this.text.slice(start, end).includes('\n');
  }

  /** Gives the blanks at the start of the line of a place. */
  indentAt(index: number): string {
    const line = this.text.lastIndexOf('\n', index - 1) + 1;
    return /^[ \t]*/.exec(this.text.slice(line))?.[0] ?? '';
  }
}

/** Takes brackets and types off an expression. */
export function bare(expression: Expression): Expression {
  switch (expression.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return bare(expression.expression);
    default:
      return expression;
  }
}

export function namedSpecifiers({ specifiers }: ImportDeclaration): ImportSpecifier[] {
  return specifiers.filter((specifier) => specifier.type === 'ImportSpecifier');
}

export function importedName({ imported }: ImportSpecifier): string {
  return imported.type === 'Literal' ? imported.value : imported.name;
}
