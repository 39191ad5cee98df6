import { type JsonSchema, SchemaSet } from '@tenon/dto';
import type {
  ArgumentModel,
  ArgumentType,
  FileModel,
  PrimitiveKind,
  ReplyModel,
  UnknownProperties,
} from '../contracts/route-model.js';
import type { StandardSchema } from '../contracts/standard-schema.js';

/** The schemas of one document: each class once, and what all errors look like. */
export class Schemas {
  readonly #set = new SchemaSet({ refPrefix: '#/components/schemas/' });
  readonly #unknown: UnknownProperties;

  /** @param unknown - what the application does with properties that nobody declared */
  constructor(unknown: UnknownProperties) {
    this.#unknown = unknown;
  }

  /** All that was referred to, by name. */
  get definitions(): Record<string, JsonSchema> {
    return this.#set.definitions;
  }

  /** Classes that have a name in common, and now have a number behind it. */
  get collisions(): SchemaSet['collisions'] {
    return this.#set.collisions;
  }

  /** Gives the schema of an argument, or of the part of it that has a name. */
  ofArgument(argument: ArgumentModel): JsonSchema {
    const { type } = argument;
    switch (type.kind) {
      case 'dto': {
        const one = this.#set.refTo(type.target, this.#validationOf(argument));
        return type.isList ? { type: 'array', items: one } : one;
      }
      case 'schema':
        return schemaOfStandard(type.schema);
      case 'primitive':
      case 'enum':
        return schemaOfValue(type);
      case 'file': {
        const file = schemaOfFile(type);
        return type.isList ? { type: 'array', items: file } : file;
      }
      case 'as it is':
      default:
        return {};
    }
  }

  /** Gives what stands in an argument that is a whole object: its schema without a name. */
  ofObject(argument: ArgumentModel): JsonSchema {
    const { type } = argument;
    return type.kind === 'dto'
      ? this.#set.schemaOf(type.target, this.#validationOf(argument))
      : this.ofArgument(argument);
  }

  ofView({ target, isList, groups }: NonNullable<ReplyModel['view']>): JsonSchema {
    const one = this.#set.viewRefTo(target, groups);
    return isList ? { type: 'array', items: one } : one;
  }

  #validationOf({ source, unknown = this.#unknown, groups }: ArgumentModel) {
    // Every request has headers and cookies that no class declares.
    const isExact = unknown === 'reject' && source !== 'header' && source !== 'cookie';
    return {
      whitelist: unknown !== 'keep',
      forbidNonWhitelisted: isExact,
      ...(groups && { groups: [...groups] }),
    };
  }
}

const PRIMITIVE_SCHEMAS: Readonly<Record<PrimitiveKind, JsonSchema>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  bigint: { type: 'integer' },
  date: { type: 'string', format: 'date-time' },
};

function schemaOfValue(type: Extract<ArgumentType, { kind: 'primitive' | 'enum' }>): JsonSchema {
  const one = type.kind === 'enum' ? { enum: [...type.values] } : { ...PRIMITIVE_SCHEMAS[type.primitive] };
  return type.isList ? { type: 'array', items: one } : one;
}

/** The content of a file: bytes, which is said in two ways, since many tools know only one of them. */
function schemaOfFile({ types, maxSize }: FileModel): JsonSchema {
  const [only = '*'] = types;
  const contentMediaType = types.length === 1 && !only.includes('*') ? only : 'application/octet-stream';
  const description = maxSize === undefined ? {} : { description: `At most ${maxSize} bytes.` };
  return { type: 'string', format: 'binary', contentMediaType, ...description };
}

/** What libraries of schemas that can say themselves in JSON Schema have. @see https://standardschema.dev/json-schema */
interface WithJsonSchema {
  readonly jsonSchema?: { readonly input?: (options: { readonly target: string }) => unknown };
}

/** Gives what a schema says of itself; where it says nothing, that it is one. */
function schemaOfStandard(schema: StandardSchema): JsonSchema {
  const standard = schema['~standard'];
  try {
    const said = (standard as WithJsonSchema).jsonSchema?.input?.({ target: 'draft-2020-12' });
    if (typeof said === 'object' && said !== null) {
      const { $schema: _, ...own } = said as JsonSchema;
      return own;
    }
  } catch {
    // It has something in it that JSON Schema cannot say.
  }
  return { 'x-unexpressed': [`a schema of ${standard.vendor}`] };
}

/** @see RFC 9457, and `Problem` and `InputError` */
export const PROBLEM_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Problem: {
    type: 'object',
    description: 'What went wrong, by RFC 9457.',
    properties: {
      type: { type: 'string', description: 'A URI that names the kind of problem.' },
      title: { type: 'string', description: 'The kind of problem in words.' },
      status: { type: 'integer' },
      detail: { type: 'string', description: 'What happened, in a sentence.' },
      code: { type: 'string', description: 'A stable name for programs.' },
      requestId: { type: 'string', description: 'Finds the log lines of the request.' },
    },
    required: ['type', 'title', 'status'],
  },
  InvalidInput: {
    description: 'All that is wrong with the input.',
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      {
        type: 'object',
        properties: {
          errors: { type: 'array', items: { $ref: '#/components/schemas/InputError' } },
          errorCount: { type: 'integer', description: 'How many there are, where not all are told.' },
        },
        required: ['errors'],
      },
    ],
  },
  InputError: {
    type: 'object',
    description: 'One thing that is wrong with the input.',
    properties: {
      in: { enum: ['body', 'query', 'path', 'header', 'cookie'] },
      name: { type: 'string', description: 'Of the value in the query, the path, a header or a cookie.' },
      pointer: { type: 'string', description: 'Where in the body it stands, such as #/lines/0/quantity.' },
      code: { type: 'string', description: 'The rule that it breaks, such as min.' },
      args: { type: 'array', items: {}, description: 'What the rule was given.' },
      message: { type: 'string' },
    },
    required: ['in', 'code', 'message'],
  },
};
