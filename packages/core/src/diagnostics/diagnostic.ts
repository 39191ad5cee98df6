import { inspect, types } from 'node:util';
import { placeOfError } from './place.js';

/**
 * One fault, as plain data: what is wrong, where it stands, how it came to matter, and how to mend it.
 *
 * Faults are collected and reported together, so nothing here is thrown; `TenonError` carries one or more of them.
 */
export interface Diagnostic {
  /** Stable, `TENON_AREA_FACT`; listed in docs/errors.md. */
  readonly code: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** The place in the user's code. */
  readonly where?: Where | undefined;
  /** The way from the root module to the fault, as names. */
  readonly path?: readonly string[] | undefined;
  /** The mend, in one line. */
  readonly fix: string;
  /** What was thrown by the user's own code, when that is the fault. */
  readonly cause?: unknown;
}

/** A place in the user's code, ready to be printed. */
export interface Where {
  /** For example `OrderController.constructor(orders: OrderService, clock: Clock)`. */
  readonly signature: string;
  /** The guilty part of `signature`. */
  readonly caret?: { readonly start: number; readonly length: number } | undefined;
  /** `src/orders/order.controller.ts:12`, when it is known. */
  readonly place?: string | undefined;
}

const LABEL_WIDTH = 7;

/**
 * Gives the text of a fault as a terminal shows it.
 *
 * @returns several lines without a trailing line break
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { code, message, where, path, fix, cause } = diagnostic;
  const lines = [`${code}: ${message}`];
  if (where) {
    lines.push(label('where', where.place ? `${where.signature}   ${where.place}` : where.signature));
    if (where.caret) lines.push(' '.repeat(2 + LABEL_WIDTH + where.caret.start) + '^'.repeat(where.caret.length));
  }
  if (path && path.length > 1) lines.push(label('path', path.join(' → ')));
  if (cause !== undefined) lines.push(label('cause', describeCause(cause)));
  lines.push(label('fix', fix), label('docs', `npx tenon error ${code}`));
  return lines.join('\n');
}

function label(name: string, text: string): string {
  return `  ${name.padEnd(LABEL_WIDTH)}${text.replaceAll('\n', `\n${' '.repeat(2 + LABEL_WIDTH)}`)}`;
}

function describeCause(cause: unknown): string {
  // Not `instanceof`: a test runner's realm has an Error of its own.
  if (!types.isNativeError(cause)) return inspect(cause, { depth: 1 });
  const place = placeOfError(cause);
  return `${cause.name}: ${cause.message}${place === undefined ? '' : `   ${place}`}`;
}
