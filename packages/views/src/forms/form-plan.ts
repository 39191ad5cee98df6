import { type JsonSchema, SchemaSet } from '@tenon/dto';
import type { ArgumentModel, PrimitiveKind, RouteModel } from '@tenon/http';
import { type FieldRules, fileRules, rulesOf } from './field-rules.js';

/** A form of a route, as it is known before a page is written. */
export interface FormPlan {
  readonly name: string;
  /** `ArticlePages.create`: by it a refused form is known again. */
  readonly handler: string;
  /** `PATCH`; forms of HTML know GET and POST alone. With `GET` it asks for a page, and its fields are those of the query. */
  readonly method: string;
  readonly hasFiles: boolean;
  /** Undefined where any field may be asked for: the form is read by a schema. */
  readonly fields: ReadonlyMap<string, FieldRules> | undefined;
}

/** Whether a route takes what a form of a browser can send: as a body, or behind the `?` of its address. */
export function takesForm(route: RouteModel): boolean {
  return !isPage(route) || route.arguments.some(({ source }) => source === 'query');
}

/** Whether all that a route does is to give something. */
function isPage({ methods }: RouteModel): boolean {
  return methods.every((method) => method === 'GET' || method === 'HEAD');
}

/** Says what the form of a route has. */
export function planForm(name: string, route: RouteModel): FormPlan {
  const { form, controller, handler, methods } = route;
  return {
    name,
    handler: `${controller.name}.${handler}`,
    method: methods[0] as string,
    hasFiles: form?.hasFiles === true || route.arguments.some(({ type }) => type.kind === 'file'),
    fields: isPage(route) ? queryFields(route) : form === undefined || form.target ? bodyFields(route) : undefined,
  };
}

function bodyFields({ form, arguments: taken }: RouteModel): ReadonlyMap<string, FieldRules> {
  const fields = new Map<string, FieldRules>();
  if (form?.target) addFields(fields, form.target, taken.find(({ source }) => source === 'form')?.groups);
  for (const { type, name, isOptional } of taken)
    if (type.kind === 'file' && name !== undefined) fields.set(name, fileRules(name, type, isOptional));
  return fields;
}

function queryFields({ arguments: taken }: RouteModel): ReadonlyMap<string, FieldRules> | undefined {
  const fields = new Map<string, FieldRules>();
  for (const { source, name, type, isOptional, pipes, groups } of taken) {
    if (source !== 'query') continue;
    // What a pipe makes of nothing is its own affair.
    if (name !== undefined) fields.set(name, rulesOf(name, schemaOf(type), !isOptional && pipes.length === 0));
    else if (type.kind === 'dto') addFields(fields, type.target, groups);
    else return undefined;
  }
  return fields;
}

function addFields(fields: Map<string, FieldRules>, target: new () => object, groups: ArgumentModel['groups']): void {
  const schema = new SchemaSet().schemaOf(target, groups && { groups: [...groups] });
  const needed = new Set(schema.required);
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    fields.set(name, rulesOf(name, property, needed.has(name)));
}

/** Says as a schema what a single value of a query may be. */
function schemaOf(type: ArgumentModel['type']): JsonSchema {
  if (type.kind !== 'primitive' && type.kind !== 'enum') return {};
  const item: JsonSchema = type.kind === 'enum' ? { enum: [...type.values] } : PRIMITIVES[type.primitive];
  return type.isList ? { type: 'array', items: item } : item;
}

const PRIMITIVES: Readonly<Record<PrimitiveKind, JsonSchema>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  bigint: { type: 'integer' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date-time' },
};
