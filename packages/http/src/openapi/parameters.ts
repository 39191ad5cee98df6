import type { JsonSchema, JsonType } from '@tenon/dto';
import type { ArgumentModel, RouteModel } from '../contracts/route-model.js';
import { DefaultValuePipe } from '../contracts/pipes.js';
import { partsOfPath } from '../model/read-path.js';
import type { Content, ParameterObject, RequestBodyObject } from './document.js';
import type { Schemas } from './schemas.js';

/** A path in a document, with the patterns that its parameters must match. */
export interface TemplatedPath {
  /** `/orders/{id}`. */
  readonly template: string;
  /** By the parameter's name in the template. */
  readonly patterns: ReadonlyMap<string, string | undefined>;
}

/** The name that a wildcard has in a template, where it has none in a path. */
const WILDCARD = 'wildcard';

/** Gives the paths of a route: two where its last parameter is optional. */
export function templatesOf(path: string): readonly TemplatedPath[] {
  const parts = partsOfPath(path);
  let template = '';
  const patterns = new Map<string, string | undefined>();
  let short: TemplatedPath | undefined;
  for (const part of parts) {
    if ('text' in part) template += part.text;
    else {
      if (part.isOptional) {
        short = { template: template === '/' ? '/' : template.replace(/\/$/, ''), patterns: new Map(patterns) };
      }
      const name = templateName(part.name);
      template += `{${name}}`;
      patterns.set(name, part.pattern?.slice(1, -1));
    }
  }
  const whole = { template, patterns };
  return short ? [short, whole] : [whole];
}

function templateName(name: string): string {
  return name === '*' ? WILDCARD : name;
}

/** Headers that OpenAPI says by other means (3.1.1 §4.8.12). */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

const LAST_EVENT_ID: ParameterObject = {
  name: 'last-event-id',
  in: 'header',
  required: false,
  description: 'The id of the last event that the client has seen.',
  schema: { type: 'string' },
};

const PLACES = { query: 'query', header: 'header', cookie: 'cookie' } as const;

/** Gives what a route takes beside a body. */
export function parametersOf(route: RouteModel, path: TemplatedPath, schemas: Schemas): readonly ParameterObject[] {
  const found = new Map<string, ParameterObject>();
  const add = (added: ParameterObject): void => {
    const key = `${added.in} ${added.name}`;
    const known = found.get(key);
    // A value may be taken twice, by its name and within an object: it is missed if one of them misses it.
    found.set(key, known ? { ...known, required: known.required || added.required } : added);
  };
  for (const [name, pattern] of path.patterns) add(pathParameter(route, name, pattern, schemas));
  for (const argument of route.arguments) {
    const { source, name } = argument;
    if (source === 'last event id') add(LAST_EVENT_ID);
    if (source !== 'query' && source !== 'header' && source !== 'cookie') continue;
    const place = PLACES[source];
    if (name !== undefined) {
      if (source !== 'header' || !SAID_ELSEWHERE.has(name)) {
        add(parameter(name, place, isRequired(argument), withDefault(schemas.ofArgument(argument), argument)));
      }
      continue;
    }
    const { properties = {}, required = [] } = schemas.ofObject(argument);
    for (const [each, schema] of Object.entries(properties)) {
      if (source === 'header' && SAID_ELSEWHERE.has(each)) continue;
      add(parameter(each, place, required.includes(each), schema));
    }
  }
  return [...found.values()];
}

function pathParameter(
  route: RouteModel,
  name: string,
  pattern: string | undefined,
  schemas: Schemas,
): ParameterObject {
  let schema: JsonSchema = { type: 'string' };
  for (const argument of route.arguments) {
    if (argument.source !== 'path') continue;
    if (argument.name === undefined) schema = schemas.ofObject(argument).properties?.[name] ?? schema;
    else if (templateName(argument.name) === name) schema = schemas.ofArgument(argument);
  }
  // The router compares the pattern with the text, whatever it is converted to then.
  const isText = schema.type === 'string' && schema.pattern === undefined;
  if (pattern === undefined) return parameter(name, 'path', true, schema);
  const said: JsonSchema =
    isText && isSayable(pattern)
      ? { ...schema, pattern: wholePattern(pattern) }
      : { ...schema, 'x-unexpressed': [...(schema['x-unexpressed'] ?? []), `the path's pattern ${pattern}`] };
  return parameter(name, 'path', true, said);
}

/** The router compares a pattern with the whole of a part. */
function wholePattern(pattern: string): string {
  return `^(?:${pattern.replace(/^\^/, '').replace(/\$$/, '')})$`;
}

function isSayable(pattern: string): boolean {
  try {
    return new RegExp(wholePattern(pattern), 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function parameter(
  name: string,
  place: ParameterObject['in'],
  required: boolean,
  { description, deprecated, ...schema }: JsonSchema,
): ParameterObject {
  return {
    name,
    in: place,
    required,
    ...(description !== undefined && { description }),
    ...(deprecated !== undefined && { deprecated }),
    schema: withoutNull(schema),
  };
}

/** A text is never null: it is there or not. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values, anyOf, ...rest } = schema;
  const types = Array.isArray(type) ? type.filter((each) => each !== 'null') : type;
  const some = anyOf?.filter((each) => each.type !== 'null');
  return {
    ...(types !== undefined && { type: Array.isArray(types) && types.length === 1 ? (types[0] as JsonType) : types }),
    ...(values !== undefined && { enum: values.filter((value) => value !== null) }),
    ...(some?.length === 1 ? some[0] : some && { anyOf: some }),
    ...rest,
  };
}

function defaultOf({ pipes }: ArgumentModel): DefaultValuePipe<unknown> | undefined {
  return pipes.map(({ given }) => given).find((given) => given instanceof DefaultValuePipe);
}

function isRequired(argument: ArgumentModel): boolean {
  if (argument.isOptional || defaultOf(argument) !== undefined) return false;
  const { kind } = argument.type;
  // What a schema or nobody looks at may be missing, for all that is known here.
  return kind === 'primitive' || kind === 'enum' || kind === 'dto' || kind === 'file';
}

function withDefault(schema: JsonSchema, argument: ArgumentModel): JsonSchema {
  const given = defaultOf(argument)?.transform(undefined);
  const isPlain = typeof given === 'string' || typeof given === 'boolean' || Number.isFinite(given);
  return isPlain ? { ...schema, default: given } : schema;
}

/** Gives what a route takes as its body; undefined where it takes none. */
export function requestBodyOf(route: RouteModel, schemas: Schemas): RequestBodyObject | undefined {
  const raw = route.arguments.find(({ source }) => source === 'raw body');
  const multipart = multipartOf(route, schemas);
  if (multipart) return multipart;
  const parts = route.arguments.filter(({ source }) => source === 'body');
  if (parts.length === 0) return raw && { required: false, content: { '*/*': { schema: {} } } };
  const whole = parts.find(({ name }) => name === undefined);
  if (whole === undefined) {
    const schema: JsonSchema = {
      type: 'object',
      properties: Object.fromEntries(
        parts.map((part) => [part.name as string, withDefault(schemas.ofArgument(part), part)]),
      ),
    };
    const required = parts.filter(isRequired).map(({ name }) => name as string);
    if (required.length > 0) schema.required = required;
    return { required: required.length > 0, content: jsonOrForm(schema, schema) };
  }
  const { type } = whole;
  const schema = schemas.ofArgument(whole);
  if (type.kind === 'primitive' && type.primitive === 'string')
    return { required: true, content: { 'text/plain': { schema } } };
  const isList = type.kind === 'dto' && type.isList;
  const inner = isList ? {} : schemas.ofObject(whole);
  return { required: isRequired(whole), content: jsonOrForm(schema, inner) };
}

/** Gives a form, with files or of `@Form`; undefined where a route takes none. */
function multipartOf(route: RouteModel, schemas: Schemas): RequestBodyObject | undefined {
  const parts = route.arguments.filter(({ source }) => source === 'form' || source === 'file');
  if (parts.length === 0) return undefined;
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  const encoding: Record<string, { readonly contentType: string }> = {};
  let additionalProperties: JsonSchema | undefined;
  for (const part of parts) {
    const schema = schemas.ofArgument(part);
    if (part.name !== undefined) {
      properties[part.name] = withDefault(schema, part);
      const { type } = part;
      if (type.kind === 'file' && type.types.length > 0) encoding[part.name] = { contentType: type.types.join(', ') };
      if (isRequired(part)) required.push(part.name);
    } else if (part.source === 'file') additionalProperties = schema.items;
    else {
      const inner = schemas.ofObject(part);
      Object.assign(properties, inner.properties);
      required.push(...(inner.required ?? []));
    }
  }
  const schema: JsonSchema = { type: 'object', properties };
  if (required.length > 0) schema.required = [...new Set(required)];
  const content: Content = {
    'multipart/form-data': {
      schema: { ...schema, ...(additionalProperties && { additionalProperties }) },
      ...(Object.keys(encoding).length > 0 && { encoding }),
    },
    ...(route.form?.hasFiles === false && { 'application/x-www-form-urlencoded': { schema } }),
  };
  return { required: required.length > 0, content };
}

/** A form has no objects in it, and no lists of them. */
function jsonOrForm(schema: JsonSchema, inner: JsonSchema): Content {
  const properties = Object.values(inner.properties ?? {});
  const isFlat = inner.type === 'object' && properties.length > 0 && properties.every(isFlatValue);
  return {
    'application/json': { schema },
    ...(isFlat && { 'application/x-www-form-urlencoded': { schema } }),
  };
}

function isFlatValue({ type, items, $ref, anyOf, properties }: JsonSchema): boolean {
  if ($ref !== undefined || anyOf !== undefined || properties !== undefined || type === 'object') return false;
  return items === undefined || isFlatValue(items);
}
