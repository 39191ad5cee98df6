import type { JsonSchema } from '@tenon/dto';
import { statusText } from '../contracts/http-exception.js';
import type { RouteModel } from '../contracts/route-model.js';
import { StreamableFile } from '../files/streamable-file.js';
import type { Content, Reference, ResponseObject } from './document.js';
import type { Schemas } from './schemas.js';

/** What an application says of its errors. */
export interface ErrorFacts {
  /** The status of input that is not valid. */
  readonly validationStatus: number;
  /** Whether the application makes the bodies of error replies itself. */
  readonly hasOwnProblems: boolean;
}

/** Gives all that a route may answer with, by status. */
export function responsesOf(
  route: RouteModel,
  schemas: Schemas,
  errors: Iterable<number>,
  facts: ErrorFacts,
): Readonly<Record<string, ResponseObject | Reference>> {
  return {
    ...successOf(route, schemas),
    ...Object.fromEntries([...errors].map((status) => [status, referenceTo(nameOfError(status, facts))])),
    '4XX': referenceTo('Problem'),
    // What only redirects has no success to tell of. Linters take it for an omission, unless the rest is said in one.
    [route.reply.redirect ? 'default' : '5XX']: referenceTo('Problem'),
  };
}

function successOf({ reply }: RouteModel, schemas: Schemas): Record<string, ResponseObject> {
  const { status, view, page, redirect, returned } = reply;
  const headers = Object.fromEntries(
    reply.headers
      .filter(([name]) => name !== 'content-type')
      .map(([name, value]) => [name, { schema: { type: 'string', const: value } as const }]),
  );
  const withHeaders = (response: ResponseObject): ResponseObject =>
    Object.keys(headers).length > 0 ? { ...response, headers: { ...headers, ...response.headers } } : response;
  if (redirect) {
    const location = { location: { required: true, schema: { type: 'string' } as const } };
    return { [redirect.status]: withHeaders({ description: statusText(redirect.status), headers: location }) };
  }
  if (reply.events) {
    // OpenAPI 3.1 has no word for what the events of a stream are.
    const schema: JsonSchema = {
      type: 'string',
      ...(view && { 'x-event-data': schemas.ofView({ ...view, isList: false }) }),
    };
    const content: Content = { 'text/event-stream': { schema } };
    return { 200: withHeaders({ description: 'A stream of events.', content }) };
  }
  const given = reply.headers.find(([name]) => name === 'content-type')?.[1];
  if (view) {
    const content: Content = {
      [given ?? 'application/json']: { schema: schemas.ofView(view) },
      ...(page !== undefined && PAGE),
    };
    const code = status ?? 200;
    return { [code]: withHeaders({ description: statusText(code), content }) };
  }
  if (page !== undefined) {
    const code = status ?? 200;
    const content = given === undefined ? PAGE : { [given]: { schema: { type: 'string' } as const } };
    return { [code]: withHeaders({ description: statusText(code), content }) };
  }
  if (status === 204) return { 204: withHeaders({ description: statusText(204) }) };
  const code = status ?? 200;
  const known = RETURNED.get(returned);
  if (returned === StreamableFile) {
    const content = bytesOf(given);
    return {
      [code]: withHeaders({ description: statusText(code), content }),
      206: withHeaders({ description: statusText(206), content }),
      304: { description: statusText(304) },
    };
  }
  // A promise hides what it gives, and without a declared type nothing is known before the handler returns.
  const content: Content = known
    ? { [given ?? known.type]: { schema: known.schema } }
    : { [given ?? '*/*']: { schema: {} } };
  const mayBeNothing = status === undefined && known === undefined && given === undefined;
  return {
    [code]: withHeaders({ description: statusText(code), content }),
    ...(mayBeNothing && { 204: withHeaders({ description: 'Where there is nothing to tell.' }) }),
  };
}

const PAGE: Content = { 'text/html': { schema: { type: 'string' } } };

/** What is left of a handler's declared type at run time. */
const RETURNED: ReadonlyMap<unknown, { readonly type: string; readonly schema: JsonSchema }> = new Map<
  unknown,
  { readonly type: string; readonly schema: JsonSchema }
>([
  [String, { type: 'text/plain', schema: { type: 'string' } }],
  [Number, { type: 'application/json', schema: { type: 'number' } }],
  [Boolean, { type: 'application/json', schema: { type: 'boolean' } }],
  [Array, { type: 'application/json', schema: { type: 'array', items: {} } }],
]);

function bytesOf(type = 'application/octet-stream'): Content {
  return { [type]: { schema: { type: 'string', format: 'binary', contentMediaType: type } } };
}

/** Gives the statuses of the errors that a route is known to answer with. */
export function errorsOf(route: RouteModel, { validationStatus }: ErrorFacts): ReadonlySet<number> {
  const { arguments: taken, guards, reply, notes, config } = route;
  const errors = new Set<number>(notes.errors);
  const hasBody = taken.some(({ source }) => source === 'body' || source === 'form' || source === 'file');
  if (hasBody) for (const status of [400, 413, 415]) errors.add(status);
  if (taken.some(({ source }) => source === 'raw body')) errors.add(413);
  if (taken.some(({ type }) => type.kind !== 'as it is')) errors.add(validationStatus);
  if (guards.length > 0) errors.add(403);
  for (const guard of guards) for (const status of guard.errors) errors.add(status);
  if (guards.some(({ security }) => security !== undefined)) errors.add(401);
  if ((reply.view || reply.page !== undefined) && !reply.events) errors.add(404);
  if (reply.returned === StreamableFile) for (const status of [404, 412, 416]) errors.add(status);
  if (config?.['rateLimit'] !== undefined && config['rateLimit'] !== false) errors.add(429);
  return errors;
}

/** Gives the responses that routes refer to. */
export function errorResponses(
  statuses: Iterable<number>,
  facts: ErrorFacts,
  contentOf: (schema: ProblemSchema) => Content,
): Record<string, ResponseObject> {
  const responses: Record<string, ResponseObject> = {
    Problem: { description: 'Any other error.', content: contentOf('Problem') },
  };
  for (const status of statuses) {
    const schema = status === facts.validationStatus ? 'InvalidInput' : 'Problem';
    responses[nameOfError(status, facts)] = { description: statusText(status), content: contentOf(schema) };
  }
  return responses;
}

/** The schemas of RFC 9457's form. */
export type ProblemSchema = 'Problem' | 'InvalidInput';

/** Gives what error replies have in them; without a class, nobody knows what an application makes of them. */
export function problemContent(
  { hasOwnProblems }: ErrorFacts,
  view: (new () => object) | undefined,
  schemas: Schemas,
): (schema: ProblemSchema) => Content {
  if (!hasOwnProblems) {
    return (schema) => ({ 'application/problem+json': { schema: { $ref: `#/components/schemas/${schema}` } } });
  }
  const own: Content = {
    '*/*': { schema: view ? schemas.ofView({ target: view, isList: false, groups: undefined }) : {} },
  };
  return () => own;
}

/** Gives `NotFound`, and for the status of input that is not valid its own name, since it has more to tell. */
function nameOfError(status: number, { validationStatus }: ErrorFacts): string {
  if (status === validationStatus) return 'InvalidInput';
  const text = statusText(status);
  return text === 'Error' ? `Error${status}` : text.replaceAll(/[^A-Za-z]/g, '');
}

function referenceTo(name: string): Reference {
  return { $ref: `#/components/responses/${name}` };
}
