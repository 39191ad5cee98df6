/** A JSON Schema 2020-12 as this package writes it. */
export interface JsonSchema {
  readonly $schema?: string;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  type?: JsonType | JsonType[];
  title?: string;
  description?: string;
  examples?: readonly unknown[];
  default?: unknown;
  deprecated?: boolean;
  enum?: readonly unknown[];
  const?: unknown;
  not?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  contains?: JsonSchema;
  uniqueItems?: boolean;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minProperties?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  pattern?: string;
  format?: string;
  contentMediaType?: string;
  /** What is checked and cannot be said in JSON Schema: names of constraints, patterns with flags, conditions. */
  'x-unexpressed'?: string[];
  /** What the data of each event is, in a stream of events. */
  'x-event-data'?: JsonSchema;
}

export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

/** What a user says about a property for its readers. */
export interface PropertyNotes {
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly deprecated?: boolean;
}
