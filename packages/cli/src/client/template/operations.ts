import type { paths } from './described.js';
import type { ProblemDetails } from './problem-error.js';

//#region client
export type HeaderValues = Headers | Readonly<Record<string, string | undefined>>;

/** What a request is answered with: its data, or what went wrong. */
export type Reply<Data, Fault> =
  | { readonly data: Data; readonly error?: never; readonly response: Response }
  | { readonly data?: never; readonly error: Fault; readonly response: Response };

type Verb = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch' | 'trace';

type Send<V extends Verb> = <P extends PathOf<V>, As extends ReadAs | undefined = undefined>(
  path: P,
  ...init: Optionally<Asked<OperationAt<P, V>> & { readonly parseAs?: As }>
) => Promise<Reply<As extends ReadAs ? Read[As] : Success<OperationAt<P, V>>, Failure<OperationAt<P, V>>>>;

/** As what a body is read where its type does not say it. */
interface Read {
  readonly json: unknown;
  readonly text: string;
  readonly blob: Blob;
  readonly arrayBuffer: ArrayBuffer;
  readonly stream: Response['body'];
}

type ReadAs = keyof Read;

type OperationAt<P extends keyof paths, V extends Verb> =
  paths[P] extends Record<V, infer Operation> ? Operation : never;

type Streaming = { responses: Record<200, { content: Record<'text/event-stream', unknown> }> };

type PathOf<V extends Verb> = {
  [P in keyof paths]: paths[P] extends Record<V, infer Operation> ? (Operation extends Streaming ? never : P) : never;
}[keyof paths];

type StreamPath = { [P in keyof paths]: paths[P] extends Record<'get', Streaming> ? P : never }[keyof paths];

type EventData<Operation> = Operation extends {
  responses: Record<200, { content: Record<'text/event-stream', infer Data> }>;
}
  ? Data
  : never;

type Optionally<T> = Partial<T> extends T ? [init?: T] : [init: T];

/** What a request takes. */
type Asked<Operation> = Omit<RequestInit, 'body' | 'headers' | 'method'> & {
  readonly headers?: HeaderValues;
} & AskedParameters<Operation> &
  AskedBody<Operation>;

/** Cookies are the browser's to send. */
type AskedParameters<Operation> = Operation extends { parameters: infer Parameters }
  ? Partial<Parameters> extends Omit<Parameters, 'cookie'>
    ? { readonly params?: Omit<Parameters, 'cookie'> }
    : { readonly params: Omit<Parameters, 'cookie'> }
  : unknown;

type AskedBody<Operation> = Operation extends { requestBody: { content: infer Content } }
  ? { readonly body: Content[keyof Content] }
  : Operation extends { requestBody?: { content: infer Content } }
    ? { readonly body?: Content[keyof Content] }
    : { readonly body?: never };

type ContentOf<Answer> = Answer extends { content: infer Content } ? Content[keyof Content] : undefined;

type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206 | '2XX';

/** The data of a reply; unknown where no success is described. */
type Success<Operation> = Operation extends { responses: infer Responses }
  ? Extract<keyof Responses, SuccessStatus> extends never
    ? unknown
    : { [S in Extract<keyof Responses, SuccessStatus>]: ContentOf<Responses[S]> }[Extract<
        keyof Responses,
        SuccessStatus
      >]
  : unknown;

type ClientErrorStatus =
  | (400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414)
  | (415 | 416 | 417 | 418 | 421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451);
type ServerErrorStatus = 500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511;
type ErrorKey = ClientErrorStatus | ServerErrorStatus | '4XX' | '5XX' | 'default';

/** What may go wrong: problems are told apart by their status. */
type Failure<Operation> = Operation extends { responses: infer Responses }
  ? Extract<keyof Responses, ErrorKey> extends never
    ? unknown
    : {
        [S in Extract<keyof Responses, ErrorKey>]: FailureAt<
          ContentOf<Responses[S]>,
          S extends number ? S : Exclude<RangeOf<S>, keyof Responses>
        >;
      }[Extract<keyof Responses, ErrorKey>]
  : unknown;

type RangeOf<S> = S extends '4XX'
  ? ClientErrorStatus
  : S extends '5XX'
    ? ServerErrorStatus
    : ClientErrorStatus | ServerErrorStatus;

type FailureAt<Content, Status> = Content extends undefined
  ? ProblemDetails
  : Content extends { status: number }
    ? Content & { status: Status }
    : Content;

type DataOf<R> = R extends { readonly data: infer Data; readonly error?: never } ? Data : never;
//#endregion

export type { Asked, DataOf, EventData, OperationAt, Optionally, ReadAs, Send, StreamPath, Verb };
