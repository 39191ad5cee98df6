import type { HeaderValues, ReadAs } from './operations.js';

//#region client
/** What a method is given, without its types. */
interface Init {
  readonly params?: { readonly header?: Readonly<Record<string, unknown>> };
  readonly headers?: HeaderValues;
  readonly body?: unknown;
  readonly parseAs?: ReadAs;
  readonly signal?: AbortSignal | null;
}

/** What openapi-fetch does, without its types. */
type Ask = (
  method: string,
  path: string,
  init: object,
) => Promise<{ readonly data?: unknown; readonly error?: unknown; readonly response: Response }>;

function plainHeaders(headers: HeaderValues): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of headers instanceof Headers ? headers : Object.entries(headers)) {
    if (value !== undefined) plain[name.toLowerCase()] = value;
  }
  return plain;
}
//#endregion

export { type Ask, type Init, plainHeaders };
