import { bodyAt, type ForeignDocument, operationsOf } from './foreign-document.js';

/** A document of which types are made, and what a client has to know beside the types. */
export interface PreparedDocument {
  readonly document: ForeignDocument;
  /** How bodies are sent that are not JSON, by method and path: `POST /photos`. */
  readonly bodies: ReadonlyMap<string, BodyKind>;
  /** The paths of streams whose events have JSON as their data. */
  readonly jsonEvents: readonly string[];
}

type BodyKind = 'multipart' | 'form' | 'text' | 'raw';

/**
 * Changes a document to what a client needs to know: one type of body for each operation, the one that it sends; and in
 * place of a stream of text what each of its events is.
 *
 * @param given - not changed
 */
export function prepareDocument(given: ForeignDocument): PreparedDocument {
  const document = JSON.parse(JSON.stringify(given)) as ForeignDocument;
  const bodies = new Map<string, BodyKind>();
  const jsonEvents: string[] = [];
  for (const { path, method, operation } of operationsOf(document)) {
    const body = bodyAt(document, operation.requestBody);
    const chosen = chooseBody(Object.keys(body?.content ?? {}));
    if (body?.content && chosen) {
      const { type, kind } = chosen;
      const media = body.content[type] ?? {};
      operation.requestBody = { ...body, content: { [type]: kind === 'raw' ? { ...media, schema: RAW } : media } };
      if (kind !== 'json') bodies.set(`${method} ${path}`, kind);
    }
    const stream = bodyAt(document, operation.responses?.['200'])?.content?.['text/event-stream'];
    if (method === 'GET' && stream) {
      const data = stream.schema?.['x-event-data'];
      stream.schema = data ?? { type: 'string' };
      if (data) jsonEvents.push(path);
    }
  }
  return { document, bodies, jsonEvents };
}

/** Bytes may be given as text, too. */
const RAW = { anyOf: [{ type: 'string' }, { type: 'string', format: 'binary' }] };

/** The kinds of bodies, the one that is preferred first. */
const KINDS: readonly (readonly [RegExp, BodyKind | 'json'])[] = [
  [/[/+]json\b/i, 'json'],
  [/^multipart\/form-data\b/i, 'multipart'],
  [/^application\/x-www-form-urlencoded\b/i, 'form'],
  [/^text\//i, 'text'],
  [/./, 'raw'],
];

function chooseBody(types: readonly string[]): { readonly type: string; readonly kind: BodyKind | 'json' } | undefined {
  for (const [pattern, kind] of KINDS) {
    const type = types.find((each) => pattern.test(each));
    if (type !== undefined) return { type, kind };
  }
  return undefined;
}
