import type { CheckOptions } from '../ir/check-options.js';
import type { PropertyCheck } from '../ir/check-plan.js';
import { DEFAULT_OPTIONS, DIRECTION, settleOptions } from '../ir/conversion-options.js';
import type { PropertyPlan } from '../ir/conversion-plan.js';
import type { JsonSchema } from '../ir/json-schema.js';
import { propertyNotes } from '../read/property-notes.js';
import { readCheckPlan } from '../read/read-check-plan.js';
import { readConversion, readDesignType } from '../read/read-conversion.js';
import { StorageStamp } from '../read/validator-storage.js';
import { isUserClass } from './declared-type.js';
import { orNull, type RefTo, sayDesignType, sayRules, setProperty, typeWithoutObject } from './input-schema.js';

/**
 * Says what goes out as a class: the properties that it exposes, under their names in JSON.
 *
 * The types are those that `@Type` names, that checks of the same property tell, or that the compiler emitted. Bounds and
 * formats of checks are not said, for nothing checks what goes out. A property is there unless it is `@IsOptional()`,
 * which is all that is left of a `?` at run time.
 *
 * @param groups - of class-transformer
 */
export function viewSchema(
  target: Function,
  groups: readonly string[] | undefined,
  options: CheckOptions,
  refTo: RefTo,
): JsonSchema {
  const schema: JsonSchema = { type: 'object' };
  const settled = { ...settleOptions({ ...DEFAULT_OPTIONS, groups }), isClosed: true };
  const conversion = readConversion(target, DIRECTION.toPlain, settled);
  const checks = new Map(
    readCheckPlan(target, options, new StorageStamp(target)).properties.map((check) => [check.name, check]),
  );
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const key of conversion.listedKeys) {
    const plan = conversion.properties.get(key);
    if (typeof key !== 'string' || plan === undefined || plan.isDropped) continue;
    const check = checks.get(key);
    const property = propertySchema(target, plan, check, refTo);
    const name = String(plan.into);
    setProperty(properties, name, Object.assign(property, propertyNotes(target, key)));
    if (check?.isOptional !== true) required.push(name);
  }
  if (Object.keys(properties).length > 0) schema.properties = properties;
  if (required.length > 0) schema.required = required;
  return schema;
}

function propertySchema(
  target: Function,
  { name, type, transforms }: PropertyPlan,
  check: PropertyCheck | undefined,
  refTo: RefTo,
): JsonSchema {
  // Only the function itself knows what it makes.
  if (transforms.length > 0) return {};
  const designed = emittedType(target, name);
  const { whole, each, isOfEach } = check ? sayRules(check) : { whole: {}, each: {}, isOfEach: false };
  const isList = designed === Array || isOfEach || whole.type === 'array';
  let said: JsonSchema;
  if (type?.discriminator) said = { anyOf: type.discriminator.subTypes.map(({ value }) => refTo(value as Function)) };
  else {
    const declared = type?.typeOf && typeWithoutObject(type.typeOf);
    if (isUserClass(declared)) said = refTo(declared);
    else {
      said = typeOnly(isList ? each : whole);
      if (Object.keys(said).length === 0) sayDesignType(said, declared ?? (isList ? undefined : designed));
    }
  }
  const schema: JsonSchema = isList ? { type: 'array', ...(Object.keys(said).length > 0 && { items: said }) } : said;
  return check?.isOptional === true ? orNull(schema) : schema;
}

/** What a check tells of the kind of a value. */
function typeOnly({ type, enum: values, const: constant }: JsonSchema): JsonSchema {
  return {
    ...(type !== undefined && { type }),
    ...(values !== undefined && { enum: values }),
    ...(constant !== undefined && { const: constant }),
  };
}

/** Gives the emitted type of a property, or of what a method returns that is exposed. */
function emittedType(target: Function, name: PropertyKey): unknown {
  if (!('getMetadata' in Reflect)) return undefined;
  const designed = readDesignType(target, name);
  if (designed !== Function) return designed;
  return (Reflect as unknown as MetadataReader).getMetadata('design:returntype', target.prototype as object, name);
}

interface MetadataReader {
  getMetadata(key: string, target: object, name: PropertyKey): unknown;
}
