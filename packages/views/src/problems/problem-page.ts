import type { InputError, Problem, RequestContext } from '@tenon/http';
import { inspect, types } from 'node:util';
import { TemplateError } from '../templates/template-error.js';

/** What the template of an error page is given. */
export interface ProblemPage {
  readonly status: number;
  /** `Not Found`. */
  readonly title: string;
  /** What happened, in a sentence that is meant for whoever reads the page. */
  readonly message: string;
  /** What is wrong with what was sent. */
  readonly errors: readonly InputError[];
  /** Finds the log lines of the request. */
  readonly requestId: string;
  /** What programs are told. */
  readonly problem: Problem;
  /** What helps to mend it; undefined where clients are not told of it, as in production. */
  readonly details: ProblemDetails | undefined;
}

/** What only developers are told of an error. */
export interface ProblemDetails {
  /** `GET /articles/none`. */
  readonly request: string;
  /** The handler, `ArticlePages.show`; undefined where no route has answered. */
  readonly handler: string | undefined;
  /** The problem's code; undefined for one without. */
  readonly code: string | undefined;
  /** The error, and its causes behind it: name, message and stack; only of what nobody has expected. */
  readonly error: string | undefined;
  /** The lines of the template that has failed. */
  readonly template: string | undefined;
}

/** Gathers what a page of an error shows. */
export function problemPage(
  problem: Problem,
  error: unknown,
  { request, route }: RequestContext,
  showsInternals: boolean,
): ProblemPage {
  const { status, title, detail, errors = [], requestId, code } = problem;
  const isExpected = status < 500;
  return {
    status,
    title,
    message: (isExpected ? detail : undefined) ?? MESSAGES[status] ?? (isExpected ? title : MESSAGES[500]) ?? title,
    errors,
    requestId,
    problem,
    details: showsInternals
      ? {
          request: `${request.method} ${request.url}`,
          handler: route && `${route.controller.name}.${route.handler}`,
          code,
          error: isExpected ? undefined : describe(error),
          template: frameOf(error),
        }
      : undefined,
  };
}

const MESSAGES: Readonly<Record<number, string>> = {
  401: 'Please sign in to see this page.',
  403: 'You may not see this page.',
  404: 'There is no page at this address.',
  405: 'This page cannot be used in this way.',
  413: 'What was sent is too large.',
  422: 'Something in what was sent is not right.',
  429: 'That was too often. Please wait a moment.',
  500: 'Something went wrong here. It was noted, and is not your fault.',
  503: 'This is busy at the moment. Please try again soon.',
};

const MOST_CAUSES = 5;

function describe(error: unknown): string {
  const texts: string[] = [];
  let current = error;
  while (current !== undefined && current !== null && texts.length < MOST_CAUSES) {
    const thrown = types.isNativeError(current) || current instanceof Error ? current : undefined;
    texts.push(thrown ? (thrown.stack ?? String(thrown)) : inspect(current));
    current = thrown?.cause;
  }
  return texts.join('\n\ncause: ').replaceAll('file://', '').replaceAll(`${process.cwd()}/`, '');
}

function frameOf(error: unknown): string | undefined {
  if (!(error instanceof TemplateError) || error.frame === undefined) return undefined;
  return `${error.file}:${error.line}\n\n${error.frame}`;
}
