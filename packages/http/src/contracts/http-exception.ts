import type { AbstractClass } from '@tenon/core';

// Not by an import, which would load undici as well; see connections/node-http.ts.
const { STATUS_CODES } = process.getBuiltinModule('node:http');

/** What an exception may say beside its sentence. */
export interface HttpExceptionOptions {
  /** What led to it. It is logged, and never leaves the server. */
  readonly cause?: unknown;
  /** A stable name for programs, such as `out-of-stock`. Default: none. */
  readonly code?: string;
  /** A URI that names the kind of problem. Default: `about:blank`, which says no more than the status. */
  readonly type?: string;
  /** A short title of the kind of problem. Default: the status's own words. */
  readonly title?: string;
  /** Headers of the reply, such as `Retry-After`. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** More members of the problem, as RFC 9457 §3.2 allows. Default: none. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** The class of what it is about, such as `Article`, for `renderProblem` and filters; clients are not told. Default: none. */
  readonly subject?: AbstractClass;
}

/**
 * An error that is meant for the client: its status and its sentence become the reply.
 *
 * Whatever else is thrown is answered with 500, and what it says is logged and not told.
 *
 * @example
 * throw new HttpException('The kettle is a teapot.', 418);
 */
export class HttpException extends Error {
  override readonly name: string;
  readonly status: number;
  readonly code: string | undefined;
  readonly type: string | undefined;
  readonly title: string | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
  readonly subject: AbstractClass | undefined;

  /**
   * @param detail - a sentence for the client; empty for none beside the status's own words
   * @param status - of the reply, from 400 to 599
   */
  constructor(detail: string, status: number, options: HttpExceptionOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.status = status;
    this.code = options.code;
    this.type = options.type;
    this.title = options.title;
    this.headers = options.headers;
    this.extensions = options.extensions;
    this.subject = options.subject;
  }

  /** The status, by the name that NestJS users know. */
  getStatus(): number {
    return this.status;
  }
}

/** 400: the request cannot be understood. */
export class BadRequestException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 400, options);
  }
}
/** 401: who asks is not known. */
export class UnauthorizedException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 401, options);
  }
}
/** 402: it has to be paid for. */
export class PaymentRequiredException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 402, options);
  }
}
/** 403: who asks may not do this. */
export class ForbiddenException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 403, options);
  }
}
/** 404: there is no such thing. */
export class NotFoundException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 404, options);
  }
}
/** 405: not by this method. */
export class MethodNotAllowedException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 405, options);
  }
}
/** 406: not in a form that the client accepts. */
export class NotAcceptableException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 406, options);
  }
}
/** 408: the request took too long to arrive. */
export class RequestTimeoutException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 408, options);
  }
}
/** 409: it contradicts what is there. */
export class ConflictException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 409, options);
  }
}
/** 410: it was there, and is there no more. */
export class GoneException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 410, options);
  }
}
/** 412: a condition of the request does not hold. */
export class PreconditionFailedException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 412, options);
  }
}
/** 413: the body is too large. */
export class PayloadTooLargeException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 413, options);
  }
}
/** 415: the body is of a type that is not taken here. */
export class UnsupportedMediaTypeException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 415, options);
  }
}
/** 418: the kettle is a teapot. */
export class ImATeapotException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 418, options);
  }
}
/** 421: the request came to a server that does not answer for it. */
export class MisdirectedException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 421, options);
  }
}
/** 422: the request is understood, and what it says is not valid. */
export class UnprocessableEntityException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 422, options);
  }
}
/** 428: the request has to state a condition. */
export class PreconditionRequiredException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 428, options);
  }
}
/** 429: too many requests. */
export class TooManyRequestsException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 429, options);
  }
}
/** 500: the server failed. */
export class InternalServerErrorException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 500, options);
  }
}
/** 501: the server does not do this. */
export class NotImplementedException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 501, options);
  }
}
/** 502: a server behind this one failed. */
export class BadGatewayException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 502, options);
  }
}
/** 503: the server cannot do this now. */
export class ServiceUnavailableException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 503, options);
  }
}
/** 504: a server behind this one took too long. */
export class GatewayTimeoutException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 504, options);
  }
}
/** 505: not by this version of HTTP. */
export class HttpVersionNotSupportedException extends HttpException {
  constructor(detail = '', options?: HttpExceptionOptions) {
    super(detail, 505, options);
  }
}

/** Gives a status's own words: `Not Found`. */
export function statusText(status: number): string {
  return STATUS_CODES[status] ?? 'Error';
}
