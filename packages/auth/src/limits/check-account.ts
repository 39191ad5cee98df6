import { type Diagnostic, nearestNames } from '@tenon/core';
import { type JsonSchema, jsonSchema } from '@tenon/dto';
import type { RouteModel } from '@tenon/http';
import * as faults from '../errors.js';

/** Gives the fault of a route whose declared body cannot have the account's name where it is looked for. */
export function checkAccount(route: RouteModel, path: readonly string[]): readonly Diagnostic[] {
  let at = bodyOf(route);
  for (const [index, name] of path.entries()) {
    // What is not declared may have anything.
    if (at === undefined) return [];
    if (!Object.hasOwn(at, name)) {
      const known = Object.keys(at);
      return [faults.noAccountName({ path, index, known, near: nearestNames(name, known)[0] })];
    }
    at = at[name]?.();
  }
  return [];
}

/** The declared properties of an object, and those of each; undefined where nothing is declared. */
type Properties = Readonly<Record<string, () => Properties | undefined>>;

function bodyOf({ arguments: all }: RouteModel): Properties | undefined {
  const bodies = all.filter(({ source }) => source === 'body' || source === 'form');
  let found: Properties | undefined;
  for (const { name, type, unknown, groups } of bodies) {
    const validation = groups && { groups: [...groups] };
    const schema =
      type.kind === 'dto' && !type.isList ? jsonSchema(type.target, validation && { validation }) : undefined;
    const own = schema && propertiesOf(schema, schema);
    if (name !== undefined) found = { ...found, [name]: () => own };
    else if (own === undefined || unknown === 'keep') return undefined;
    else found = { ...found, ...own };
  }
  return found;
}

function propertiesOf(schema: JsonSchema, root: JsonSchema): Properties | undefined {
  const { $ref } = schema;
  const named = typeof $ref === 'string' ? root.$defs?.[decodeURIComponent($ref.slice('#/$defs/'.length))] : schema;
  if (named?.properties === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(named.properties).map(([name, each]) => [name, () => propertiesOf(each, root)]),
  );
}
