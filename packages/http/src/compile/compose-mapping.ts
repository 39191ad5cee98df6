import type { ErrorMapping, ErrorMeaning } from '@tenon/core';
import type { RequestContext } from '../contracts/context.js';
import { HttpException } from '../contracts/http-exception.js';
import type { ErrorSettings } from './compile-errors.js';
import { isPromise } from './is-promise.js';

/** That of input which is not valid is the application's to say. */
const STATUSES: Readonly<Record<Exclude<ErrorMeaning['kind'], 'invalid'>, number>> = {
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
};

/**
 * Puts what modules know of their libraries' errors behind what the application says of its own.
 *
 * @param own - the application's `mapError`, which is asked first and whose word counts
 * @param validationStatus - of input that is not valid
 * @param mappings - what was contributed to `ERROR_MAPPING`; filled before the first request
 */
export function composeMapping(
  own: ErrorSettings['map'],
  validationStatus: number,
  mappings: readonly ErrorMapping[],
): NonNullable<ErrorSettings['map']> {
  const byModules = (error: unknown, context: RequestContext): unknown => {
    if (error instanceof HttpException) return undefined;
    for (const mapping of mappings) {
      const meaning = mapping(error);
      if (meaning) return exceptionOf(meaning, validationStatus, error, context);
    }
    return undefined;
  };
  if (own === undefined) return byModules;
  return (error, context) => {
    const said = own(error, context);
    if (isPromise(said)) return said.then((came) => came ?? byModules(error, context));
    return said ?? byModules(error, context);
  };
}

function exceptionOf(
  meaning: ErrorMeaning,
  validationStatus: number,
  cause: unknown,
  { request }: RequestContext,
): HttpException {
  const { kind, code, detail, fields = [], retryAfterSeconds } = meaning;
  const errors = fields.map((field) => ({ ...placeOf(field.name, request), ...field }));
  return new HttpException(detail, kind === 'invalid' ? validationStatus : STATUSES[kind], {
    code,
    cause,
    ...(errors.length > 0 && { extensions: { errors } }),
    ...(retryAfterSeconds !== undefined && { headers: { 'retry-after': String(retryAfterSeconds) } }),
  });
}

/** Says where a field came in. What a client has not sent is told as one of the body, and cannot be pointed to. */
function placeOf(
  name: string,
  { body, query, params }: RequestContext['request'],
): { in: 'body' | 'query' | 'path'; pointer?: string } {
  const isIn = (part: unknown): boolean => typeof part === 'object' && part !== null && Object.hasOwn(part, name);
  if (isIn(body)) return { in: 'body', ...(/^\w+$/.test(name) && { pointer: `#/${name}` }) };
  if (isIn(query)) return { in: 'query' };
  return { in: isIn(params) ? 'path' : 'body' };
}
