import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';

/** Where in a template something stands. */
export interface TemplatePlace {
  /** The template's file, absolute. */
  readonly file: string;
  /** From 1; undefined where it is the template as a whole. */
  readonly line?: number | undefined;
  /** The template's text; read from the file where it is not at hand. */
  readonly source?: string | undefined;
}

/** A template that is missing, cannot be compiled, or has failed. Answered with 500: clients are not told of it. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  /** `views/articles/show.eta`, relative to the working directory; undefined where none is known. */
  readonly file: string | undefined;
  /** From 1; undefined where it is the template as a whole. */
  readonly line: number | undefined;
  /** The template's own lines around the place, with a mark at it. */
  readonly frame: string | undefined;

  /** @param at - where it is */
  constructor(message: string, at?: TemplatePlace, options?: ErrorOptions) {
    const place = at && placeText(at);
    super(place === undefined ? message : `${place}: ${message}`, options);
    this.file = at && shortPath(at.file);
    this.line = at?.line;
    this.frame = at && frameOf(at);
    // The template is the first place that a reader wants to see.
    if (at) this.stack = withFrame(this.stack, `    at ${at.file}:${at.line ?? 1}:1`);
  }
}

/** Gives `views/articles/show.eta:3`. */
export function placeText({ file, line }: TemplatePlace): string {
  return line === undefined ? shortPath(file) : `${shortPath(file)}:${line}`;
}

/** Gives a path relative to the working directory, where it lies within. */
export function shortPath(file: string): string {
  const local = relative(process.cwd(), file);
  return local.startsWith('..') ? file : local.split(sep).join('/');
}

function withFrame(stack: string | undefined, frame: string): string {
  const text = stack ?? '';
  const at = text.search(/^ {4}at /m);
  return at === -1 ? `${text}\n${frame}` : `${text.slice(0, at)}${frame}\n${text.slice(at)}`;
}

/** Gives the text of a line. */
export function lineOf({ file, line = 1, source }: TemplatePlace): string {
  return linesOf(source ?? textOf(file))[line - 1] ?? '';
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** How many lines are shown above and below. */
const AROUND = 3;

/** Gives the lines around a place, numbered, with a mark at its own. */
export function frameOf({ file, line, source }: TemplatePlace): string | undefined {
  if (line === undefined) return undefined;
  const lines = linesOf(source ?? textOf(file));
  const start = Math.max(1, line - AROUND);
  const width = String(Math.min(lines.length, line + AROUND)).length;
  return lines
    .slice(start - 1, line + AROUND)
    .map((text, index) => {
      const number = start + index;
      return `${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${text}`.trimEnd();
    })
    .join('\n');
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
