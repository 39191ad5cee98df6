import type { JsonSchema } from '@tenon/dto';
import type { OpenApiDocument } from './document.js';

/** Something that an application does and its document does not say. */
export interface Unexpressed {
  /** `CreateOrder.email` for a property, `GET /orders` for a route, `GET /orders: page` for a parameter. */
  readonly where: string;
  /** What is left out, such as the name of a constraint. */
  readonly what: string;
}

/** Finds what the schemas of a document leave out: all that is marked so, in the order in which it stands there. */
export function unexpressedIn({ paths, components }: Pick<OpenApiDocument, 'paths' | 'components'>): Unexpressed[] {
  const found: Unexpressed[] = [];
  const look = (where: string, schema: JsonSchema): void => {
    for (const what of schema['x-unexpressed'] ?? []) found.push({ where, what });
    for (const [step, inner] of schemasWithin(schema)) look(where + step, inner);
  };
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { parameters = [], requestBody, responses }] of Object.entries(operations)) {
      const route = `${method.toUpperCase()} ${path}`;
      for (const { name, schema } of parameters) look(`${route}: ${name}`, schema);
      const replies = Object.values(responses).map((response) =>
        'content' in response ? response.content : undefined,
      );
      for (const content of [requestBody?.content, ...replies]) {
        // A body may come as JSON and as a form, which have one schema.
        const schemas = new Set(Object.values(content ?? {}).map(({ schema }) => schema));
        for (const schema of schemas) look(route, schema);
      }
    }
  }
  for (const [name, schema] of Object.entries(components.schemas)) look(name, schema);
  return found;
}

/** Gives the schemas right within another, with what leads there: values of the same form are not among them. */
function* schemasWithin(schema: JsonSchema): Generator<readonly [step: string, inner: JsonSchema]> {
  const { properties = {}, additionalProperties, items, contains, not, anyOf = [], oneOf = [], allOf = [] } = schema;
  for (const [name, inner] of Object.entries(properties)) yield [`.${name}`, inner];
  if (typeof additionalProperties === 'object') yield ['.*', additionalProperties];
  if (items) yield ['[]', items];
  for (const inner of [contains, not, schema['x-event-data'], ...anyOf, ...oneOf, ...allOf]) {
    if (inner) yield ['', inner];
  }
}
