import { SchemaSet } from '@tenon/dto';
import type { RouteModel } from '@tenon/http';
import { type FieldRules, fileRules, rulesOf } from './field-rules.js';

/** A form of a route, as it is known before a page is written. */
export interface FormPlan {
  readonly name: string;
  /** `ArticlePages.create`: by it a refused form is known again. */
  readonly handler: string;
  /** `PATCH`; forms of HTML know GET and POST alone. */
  readonly method: string;
  readonly hasFiles: boolean;
  /** Undefined where any field may be asked for: the form is read by a schema. */
  readonly fields: ReadonlyMap<string, FieldRules> | undefined;
}

/** Says what the form of a route has. */
export function planForm(name: string, route: RouteModel): FormPlan {
  const { form, controller, handler, methods } = route;
  return {
    name,
    handler: `${controller.name}.${handler}`,
    method: methods[0] as string,
    hasFiles: form?.hasFiles === true || route.arguments.some(({ type }) => type.kind === 'file'),
    fields: form === undefined || form.target !== undefined ? fieldsOf(route) : undefined,
  };
}

function fieldsOf({ form, arguments: taken }: RouteModel): ReadonlyMap<string, FieldRules> {
  const fields = new Map<string, FieldRules>();
  if (form?.target) {
    const groups = taken.find(({ source }) => source === 'form')?.groups;
    const set = new SchemaSet();
    const schema = set.schemaOf(form.target, groups && { groups: [...groups] });
    const needed = new Set(schema.required);
    for (const [name, property] of Object.entries(schema.properties ?? {}))
      fields.set(name, rulesOf(name, property, needed.has(name)));
  }
  for (const { type, name, isOptional } of taken)
    if (type.kind === 'file' && name !== undefined) fields.set(name, fileRules(name, type, isOptional));
  return fields;
}
