/** The parts of an OpenAPI document that a client depends on, whoever has written it. */
export interface ForeignDocument {
  readonly openapi: string;
  readonly info?: { readonly title?: string };
  readonly paths?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/** An operation, of which nothing is certain. */
export interface ForeignOperation {
  requestBody?: ForeignBody;
  readonly responses?: Readonly<Record<string, ForeignBody>>;
}

/** A schema, of which only this is looked at. */
export interface ForeignSchema {
  readonly 'x-event-data'?: ForeignSchema;
  readonly [keyword: string]: unknown;
}

/** A body that is sent or answered with, or a reference to one. */
export interface ForeignBody {
  readonly $ref?: string;
  content?: Record<string, { schema?: ForeignSchema }>;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

/** Gives all operations of a document, with their paths and methods. */
export function* operationsOf({
  paths = {},
}: ForeignDocument): Generator<{ path: string; method: string; operation: ForeignOperation }> {
  for (const [path, item] of Object.entries(paths)) {
    for (const method of METHODS) {
      const operation = item[method] as ForeignOperation | undefined;
      if (operation) yield { path, method: method.toUpperCase(), operation };
    }
  }
}

/** Gives a body, also where there is only a reference to it within the document. */
export function bodyAt(document: ForeignDocument, body: ForeignBody | undefined): ForeignBody | undefined {
  let found = body;
  // References may lead to references; none of a sound document leads in a circle.
  for (let step = 0; found?.$ref?.startsWith('#/') === true && step < 10; step++) {
    const steps = found.$ref.slice(2).split('/');
    let at: unknown = document;
    for (const each of steps) {
      const name = decodeURIComponent(each).replaceAll('~1', '/').replaceAll('~0', '~');
      at = (at as Record<string, unknown> | undefined)?.[name];
    }
    found = at as ForeignBody | undefined;
  }
  return found;
}
