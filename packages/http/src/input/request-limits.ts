import type { InputLimits } from '@tenon/dto';

/**
 * How much a request may bring, beside its body's size (`bodyLimit`). What is more is refused before anything is made of
 * it. `depth`, `keys` and `items` hold for JSON, and for the objects of DTOs wherever they come from.
 */
export interface RequestLimits extends InputLimits {
  /** How long the URL may be, in characters, path and query together; beyond is 414. Default: 8,000. */
  readonly url?: number;
  /** How long each parameter of a path may be, in characters; beyond is 414. A wildcard may be longer. Default: 256. */
  readonly parameter?: number;
  /** How many keys the query may have, repeated ones too; beyond is 400. Default: 1,000. */
  readonly queryKeys?: number;
  /** How many keys a form may have, repeated ones too; beyond is 400. Default: 1,000. */
  readonly formKeys?: number;
  /** How many objects and lists JSON may have altogether; beyond is 400. Default: 50,000. */
  readonly objects?: number;
  /** How many headers there may be; beyond is 431. Default: 100. */
  readonly headers?: number;
  /** How large the first line and all headers may be together, in bytes; beyond is 431. Default: 16,384. */
  readonly headerBytes?: number;
}

/** Limits of which each is known. */
export type KnownLimits = Required<RequestLimits>;

const DEFAULTS: KnownLimits = {
  // RFC 9110 §4.1 recommends at least 8,000.
  url: 8000,
  parameter: 256,
  queryKeys: 1000,
  formKeys: 1000,
  headers: 100,
  headerBytes: 16_384,
  depth: 64,
  keys: 1000,
  items: 10_000,
  objects: 50_000,
};

/** Puts the defaults in the place of what an application says nothing of. */
export function resolveLimits(limits: RequestLimits = {}): KnownLimits {
  const said = Object.entries(limits).filter(([, value]) => value !== undefined);
  return { ...DEFAULTS, ...(Object.fromEntries(said) as RequestLimits) };
}
