import type { ValidatorOptions } from 'class-validator';
import { settleCheckOptions } from '../ir/check-options.js';
import type { JsonSchema } from '../ir/json-schema.js';
import { inputSchema, type RefTo } from './input-schema.js';
import { viewSchema } from './view-schema.js';

/** Classes of one name, which have different names in a set of schemas. */
export interface NameCollision {
  readonly name: string;
  /** The classes, the first with the name itself, the others with a number after it. */
  readonly classes: readonly Function[];
}

export interface JsonSchemaOptions {
  /** The options under which the objects will be validated. */
  readonly validation?: ValidatorOptions;
  /** Before the name of a definition. For OpenAPI `#/components/schemas/`. */
  readonly refPrefix?: string;
}

/** One way to write a class, which all classes within it are written in as well. */
interface Manner {
  /** Equal for two that write the same. */
  readonly key: string;
  /** What stands behind a class's name. */
  readonly suffix: string;
  /** What stands there before it where the class has been written in another manner already. */
  readonly distinction: string;
  readonly write: (target: Function, refTo: RefTo) => JsonSchema;
}

/**
 * The schemas of any number of classes, each written once under a name of its own, in JSON Schema 2020-12.
 *
 * A class may be written in two directions: as what comes in, and as what goes out. The second has `Output` behind its
 * name where the class has been written as the first before; so a set that is to have both is filled with the first ones first.
 */
export class SchemaSet {
  readonly definitions: Record<string, JsonSchema> = Object.create(null) as Record<string, JsonSchema>;
  readonly #validation: ValidatorOptions | undefined;
  readonly #refPrefix: string;
  /** By the manner's key. */
  readonly #names = new Map<string, Map<Function, string>>();
  readonly #classesByName = new Map<string, Function[]>();

  constructor({ validation, refPrefix = '#/$defs/' }: JsonSchemaOptions = {}) {
    this.#validation = validation;
    this.#refPrefix = refPrefix;
  }

  /**
   * Gives a reference to the schema of what comes in as a class, which is added to the definitions.
   *
   * @param validation - the options under which it will be validated. Default: the set's
   */
  refTo(target: Function, validation: ValidatorOptions | undefined = this.#validation): JsonSchema {
    return this.#refIn(this.#inputManner(validation), target);
  }

  /**
   * Gives a reference to the schema of what goes out as a class, which is added to the definitions.
   *
   * @param groups - of class-transformer. Default: none
   */
  viewRefTo(target: Function, groups?: readonly string[]): JsonSchema {
    return this.#refIn(this.#viewManner(groups), target);
  }

  /** Gives the schema of what comes in as a class, without a name for it: for the parts of a query, for instance. */
  schemaOf(target: Function, validation: ValidatorOptions | undefined = this.#validation): JsonSchema {
    const manner = this.#inputManner(validation);
    return manner.write(target, (nested) => this.#refIn(manner, nested));
  }

  /** Classes that have a name in common, for a diagnostic: their schemas are kept apart by a number. */
  get collisions(): readonly NameCollision[] {
    return [...this.#classesByName]
      .map(([name, classes]) => ({ name, classes: [...new Set(classes)] }))
      .filter(({ classes }) => classes.length > 1);
  }

  #inputManner(validation: ValidatorOptions | undefined): Manner {
    const options = settleCheckOptions(validation);
    const { groups, forbidsUndecorated, isAlways, isStrictAboutGroups, skipsMissing, skipsNull, skipsUndefined } =
      options;
    // Whatever else there is among the options changes what is told of a fault, and not what is one.
    const flags = [forbidsUndecorated, isAlways, isStrictAboutGroups, skipsMissing, skipsNull, skipsUndefined];
    return {
      key: `input ${flags.join()} ${groups?.join() ?? ''}`,
      suffix: validation === this.#validation ? '' : suffixOf(groups),
      distinction: forbidsUndecorated ? 'Exactly' : '',
      write: (target, refTo) => inputSchema(target, options, refTo),
    };
  }

  #viewManner(groups: readonly string[] | undefined): Manner {
    const options = settleCheckOptions(this.#validation);
    return {
      key: `view ${groups?.join() ?? ''}`,
      suffix: suffixOf(groups),
      distinction: 'Output',
      write: (target, refTo) => viewSchema(target, groups, options, refTo),
    };
  }

  #refIn(manner: Manner, target: Function): JsonSchema {
    let names = this.#names.get(manner.key);
    if (names === undefined) this.#names.set(manner.key, (names = new Map()));
    let name = names.get(target);
    if (name === undefined) {
      name = this.#nameFor(manner, target);
      names.set(target, name);
      // Its place is taken before its properties are read: they may lead back to it.
      const schema: JsonSchema = {};
      this.definitions[name] = schema;
      Object.assign(
        schema,
        manner.write(target, (nested) => this.#refIn(manner, nested)),
      );
    }
    return { $ref: this.#refPrefix + encodeURIComponent(name).replaceAll('~', '~0') };
  }

  #nameFor({ suffix, distinction }: Manner, target: Function): string {
    const own = target.name || 'Anonymous';
    const isTaken = this.#classesByName.get(own + suffix)?.includes(target) === true;
    const plain = own + (isTaken ? distinction : '') + suffix;
    const classes = this.#classesByName.get(plain) ?? [];
    this.#classesByName.set(plain, [...classes, target]);
    let name = plain;
    for (let number = classes.length + 1; name in this.definitions; number += 1) name = `${plain}${number}`;
    return name;
  }
}

function suffixOf(groups: readonly string[] | undefined): string {
  return (groups ?? []).map((group) => group.charAt(0).toUpperCase() + group.slice(1)).join('');
}

/** Gives the schema of a class, with those of all classes that it contains under `$defs`. */
export function jsonSchema(target: Function, options?: JsonSchemaOptions): JsonSchema {
  const schemas = new SchemaSet(options);
  const { $ref } = schemas.refTo(target);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $ref: $ref as string,
    $defs: { ...schemas.definitions },
  };
}
