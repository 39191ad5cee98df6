/* Stands in for what is written from a document, so that the rest of a client is compiled and linted like all code. */

/** How a body is sent that is not JSON: as a form with files, as a form, as text, or as it is. */
export type BodyKind = 'multipart' | 'form' | 'text' | 'raw';

export const BODIES: Readonly<Record<string, BodyKind>> = {};

export const JSON_EVENTS: ReadonlySet<string> = new Set<string>();

export interface paths {
  '/example': {
    get: { parameters: { query?: never }; responses: { 200: { content: { 'application/json': unknown } } } };
  };
}
