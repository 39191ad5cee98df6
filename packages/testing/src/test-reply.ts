import { inspect } from 'node:util';
import type { Problem } from '@tenon/http';
import type { LightMyRequestResponse } from 'fastify';

/** A cookie that a reply sets. */
export type ReplyCookie = LightMyRequestResponse['cookies'][number];

/** What is known of a request beside its reply. */
export interface SentRequest {
  /** `GET /orders/7`. */
  readonly title: string;
  /** What was logged while it was served. */
  readonly log: readonly string[];
}

/** The reply to a request, read to its end. */
export class TestReply<T = unknown> {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: LightMyRequestResponse['headers'];
  /** The body as text. */
  readonly text: string;
  /** As light-my-request gives it: the bytes of the body are there. */
  readonly raw: LightMyRequestResponse;
  readonly #request: SentRequest;
  #body: { readonly value: unknown } | undefined;

  /** @internal */
  constructor(raw: LightMyRequestResponse, request: SentRequest) {
    this.raw = raw;
    this.status = raw.statusCode;
    this.headers = raw.headers;
    this.text = raw.payload;
    this.#request = request;
  }

  /**
   * The body: parsed if it is JSON, else its text; undefined if there is none.
   *
   * Of which type it is, is what the test says; nobody checks it.
   */
  get body(): T {
    return (this.#body ??= { value: this.#parse() }).value as T;
  }

  /** What went wrong, if the reply tells it as a problem. */
  get problem(): Problem | undefined {
    return /^application\/problem\+json\b/.test(this.#type) ? (this.body as unknown as Problem) : undefined;
  }

  /** The cookies that it sets. */
  get cookies(): readonly ReplyCookie[] {
    return this.raw.cookies;
  }

  /**
   * Demands a status.
   *
   * @returns this reply
   * @throws UnexpectedReplyError with the reply's body, and with what the server logged as an error
   */
  expect(status: number): this {
    if (this.status !== status) throw new UnexpectedReplyError(this, describe(this, status, this.#request));
    return this;
  }

  /** What a test runner and `console.log` show. */
  [inspect.custom](depth: number, options: object): string {
    const { status, headers, body } = this;
    return `TestReply ${inspect({ status, headers, body }, { ...options, depth })}`;
  }

  get #type(): string {
    return this.headers['content-type'] ?? '';
  }

  #parse(): unknown {
    if (this.text === '') return undefined;
    return /^application\/(?:[\w.+-]+\+)?json\b/.test(this.#type) ? JSON.parse(this.text) : this.text;
  }
}

/** A reply on its way. */
export interface PendingReply<T = unknown> extends Promise<TestReply<T>> {
  /** Waits for the reply and demands a status; see `TestReply.expect`. */
  expect(status: number): Promise<TestReply<T>>;
}

/** Lets a status be demanded of a reply that is not there yet. */
export function pendingReply<T>(reply: Promise<TestReply<T>>): PendingReply<T> {
  function expect(status: number): Promise<TestReply<T>> {
    // By then the stack no longer knows who asked.
    const asked = {} as { stack: string };
    Error.captureStackTrace(asked, expect);
    return reply.then((replied) => {
      try {
        return replied.expect(status);
      } catch (error) {
        const { name, message } = error as Error;
        (error as Error).stack = `${name}: ${message}${asked.stack.slice(asked.stack.indexOf('\n'))}`;
        throw error;
      }
    });
  }
  return Object.assign(reply, { expect });
}

/** A reply has another status than the test demands. */
export class UnexpectedReplyError extends Error {
  override readonly name = 'UnexpectedReplyError';
  readonly reply: TestReply;

  /** @internal */
  constructor(reply: TestReply, message: string) {
    super(message);
    this.reply = reply;
  }
}

/** How much of a body is of use in a message. */
const LONGEST = 4000;

function describe(reply: TestReply, wanted: number, { title, log }: SentRequest): string {
  const text = bodyText(reply);
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return [
    `${title} was answered with ${titleOf(reply.raw)}, not with ${wanted}.`,
    ...(shown === '' ? [] : [shown]),
    ...log,
  ].join('\n\n');
}

function bodyText({ text }: TestReply): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

/** `404 Not Found`. */
export function titleOf({ statusCode, statusMessage }: LightMyRequestResponse): string {
  return `${statusCode} ${statusMessage}`;
}
