import type { JsonSchema } from '@tenon/dto';
import type { OpenApiDocument } from '@tenon/http';
import fc from 'fast-check';

/** Makes values that a schema of a document admits, and others that it just does not admit. */
export class SchemaValues {
  readonly #definitions: OpenApiDocument['components']['schemas'];

  constructor(document: OpenApiDocument) {
    this.#definitions = document.components.schemas;
  }

  /** Values that the schema admits. */
  inside(schema: JsonSchema): fc.Arbitrary<unknown> {
    const { $ref, anyOf, enum: values, const: constant, type } = schema;
    if ($ref !== undefined) return this.inside(this.#definitionOf($ref));
    if (anyOf) return fc.oneof(...anyOf.map((each) => this.inside(each)));
    if (values) return fc.constantFrom(...values);
    if (constant !== undefined) return fc.constant(constant);
    if (Array.isArray(type)) return fc.oneof(...type.map((each) => this.inside({ ...schema, type: each })));
    switch (type) {
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'integer': {
        const { minimum = -1000, maximum = Math.max(1000, minimum) } = schema;
        return fc.integer({ min: Math.ceil(minimum), max: Math.floor(maximum) });
      }
      case 'number': {
        const { minimum = -1000, maximum = Math.max(1000, minimum), exclusiveMinimum } = schema;
        return fc.double({
          min: exclusiveMinimum === undefined ? minimum : exclusiveMinimum + 0.5,
          max: maximum,
          noNaN: true,
        });
      }
      case 'string':
        return this.#text(schema);
      case 'array':
        return fc.array(this.inside(schema.items ?? {}), {
          minLength: schema.minItems ?? 0,
          maxLength: schema.maxItems ?? (schema.minItems ?? 0) + 3,
        });
      case 'object':
        return this.#object(schema);
      case undefined:
      default:
        return fc.jsonValue({ maxDepth: 1 });
    }
  }

  /** Values that the schema refuses for one reason; none where it refuses nothing. */
  outside(schema: JsonSchema, isWithin = false): fc.Arbitrary<unknown> | undefined {
    const { $ref, enum: values, type } = schema;
    if ($ref !== undefined) return this.outside(this.#definitionOf($ref), isWithin);
    if (values) return fc.constant('none of these');
    if (type === undefined || schema.anyOf) return undefined;
    const types = Array.isArray(type) ? type : [type];
    // class-transformer makes a date of numbers and of true and false as well: a document does not invite to that.
    if (schema.format === 'date-time') return fc.constantFrom<unknown>('neither', '', [], {});
    const others: fc.Arbitrary<unknown>[] = [];
    if (!types.includes('string')) others.push(fc.constantFrom('text', ''));
    if (!types.includes('number') && !types.includes('integer')) others.push(fc.constantFrom(0, 1.5));
    if (!types.includes('boolean')) others.push(fc.boolean());
    // class-validator takes a list of objects where one is declared, and a document does not invite to that either.
    if (!types.includes('array') && !(isWithin && types.includes('object'))) others.push(fc.constant([]));
    const { minimum, maximum, exclusiveMinimum, minLength, maxLength, minItems, maxItems, format } = schema;
    if (types.includes('integer')) others.push(fc.constant((minimum ?? 0) + 0.5));
    if (minimum !== undefined) others.push(fc.constant(minimum - 1));
    if (exclusiveMinimum !== undefined) others.push(fc.constant(exclusiveMinimum));
    if (maximum !== undefined) others.push(fc.constant(maximum + 1));
    if (minLength !== undefined && minLength > 0) others.push(fc.constant('x'.repeat(minLength - 1)));
    if (maxLength !== undefined) others.push(fc.constant('x'.repeat(maxLength + 1)));
    if (format === 'email' || format === 'uuid') others.push(fc.constant('neither'));
    if (types.includes('array')) {
      const items = this.inside(schema.items ?? {});
      if (minItems !== undefined && minItems > 0)
        others.push(fc.array(items, { minLength: minItems - 1, maxLength: minItems - 1 }));
      if (maxItems !== undefined) others.push(fc.array(items, { minLength: maxItems + 1, maxLength: maxItems + 1 }));
      const bad = schema.items && this.outside(schema.items, true);
      const length = Math.max(1, minItems ?? 0);
      if (bad) others.push(fc.array(bad, { minLength: length, maxLength: length }));
    }
    if (types.includes('object')) others.push(...this.#objectsOutside(schema));
    return others.length === 0 ? undefined : fc.oneof(...others);
  }

  #definitionOf($ref: string): JsonSchema {
    return this.#definitions[$ref.slice('#/components/schemas/'.length)] as JsonSchema;
  }

  #text({ format, minLength = 0, maxLength = minLength + 20, pattern }: JsonSchema): fc.Arbitrary<string> {
    if (format === 'email') return fc.constantFrom('ada@example.org', 'a.b@c.de');
    if (format === 'uuid') return fc.uuid();
    if (format === 'date-time')
      return fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString());
    if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'));
    return fc.string({ unit: 'grapheme-ascii', minLength, maxLength });
  }

  #object({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<object> {
    const model = Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, this.inside(each)]));
    return fc.record(model, { requiredKeys: required });
  }

  /** Objects of which one property is missing or wrong. */
  #objectsOutside(schema: JsonSchema): fc.Arbitrary<unknown>[] {
    const { properties = {}, required = [] } = schema;
    const whole = this.#object(schema);
    const without = required.map((name) =>
      whole.map((object) => Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))),
    );
    const wrong = Object.entries(properties).flatMap(([name, each]) => {
      const bad = this.outside(each, true);
      return bad ? [fc.tuple(whole, bad).map(([object, value]) => ({ ...object, [name]: value }))] : [];
    });
    const more = schema.additionalProperties === false ? [whole.map((object) => ({ ...object, unheardOf: 1 }))] : [];
    return [...without, ...wrong, ...more];
  }
}
