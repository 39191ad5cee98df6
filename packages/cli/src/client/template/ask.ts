import type { HeaderValues, ReadAs } from './operations.js';

//#region client
/** What a method is given, without its types. */
interface Init {
  readonly params?: {
    readonly header?: Readonly<Record<string, unknown>>;
    readonly path?: Readonly<Record<string, unknown>>;
  };
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

/** A part of a path that is `.` or `..` would lead to another path, and no URL can have it in another way. */
function refuseDots(path: string, { params }: Init): void {
  const filled = path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params?.path?.[name])),
  );
  const names = Object.keys(params?.path ?? {}).join(', ');
  if (/\/\.{1,2}(?:\/|$)/.test(filled)) throw new TypeError(`${names}: no part of a path can be . or ..: ${path}`);
}
//#endregion

export { type Ask, type Init, plainHeaders, refuseDots };
