import type { ValidatorOptions } from 'class-validator';

/** The options of one validation, settled: what is absent or merely falsy has become one value. */
export interface CheckOptions {
  readonly skipsUndefined: boolean;
  readonly skipsNull: boolean;
  readonly skipsMissing: boolean;
  readonly strips: boolean;
  readonly forbidsUndecorated: boolean;
  readonly forbidsUnknownValues: boolean;
  readonly stopsAtFirstError: boolean;
  readonly dismissesDefaultMessages: boolean;
  readonly showsTarget: boolean;
  readonly showsValue: boolean;
  readonly isAlways: boolean;
  readonly isStrictAboutGroups: boolean;
  /** Never empty: no groups are `undefined`. */
  readonly groups: readonly string[] | undefined;
}

/** Settles options by the original's readings, which differ: some want `true`, some what is truthy, some not `false`. */
export function settleCheckOptions(given: ValidatorOptions | undefined): CheckOptions {
  const flags = checkFlags(given);
  const groups = given?.groups;
  return {
    skipsUndefined: (flags & 1) !== 0,
    skipsNull: (flags & 2) !== 0,
    skipsMissing: (flags & 4) !== 0,
    strips: (flags & 8) !== 0 && (flags & 16) === 0,
    forbidsUndecorated: (flags & 8) !== 0 && (flags & 16) !== 0,
    forbidsUnknownValues: (flags & 32) !== 0,
    stopsAtFirstError: (flags & 64) !== 0,
    dismissesDefaultMessages: (flags & 128) !== 0,
    showsTarget: (flags & 256) !== 0,
    showsValue: (flags & 512) !== 0,
    isAlways: (flags & 1024) !== 0,
    isStrictAboutGroups: (flags & 2048) !== 0,
    groups: groups && groups.length > 0 ? groups.slice() : undefined,
  };
}

/**
 * Packs the options other than groups into a number, which is equal for two sets exactly when they mean the same.
 *
 * It is made at every call, because an options object may be changed between two calls.
 */
export function checkFlags(given: ValidatorOptions | undefined): number {
  if (!given) return DEFAULT_FLAGS;
  const shown: { readonly target?: unknown; readonly value?: unknown } | undefined = given.validationError;
  return (
    (given.skipUndefinedProperties === true ? 1 : 0) |
    (given.skipNullProperties === true ? 2 : 0) |
    (given.skipMissingProperties === true ? 4 : 0) |
    (given.whitelist ? 8 : 0) |
    (given.forbidNonWhitelisted ? 16 : 0) |
    (given.forbidUnknownValues !== false ? 32 : 0) |
    (given.stopAtFirstError ? 64 : 0) |
    (given.dismissDefaultMessages ? 128 : 0) |
    (!shown || shown.target === undefined || shown.target === true ? 256 : 0) |
    (!shown || shown.value === undefined || shown.value === true ? 512 : 0) |
    (given.always ? 1024 : 0) |
    (given.strictGroups ? 2048 : 0)
  );
}

/** Unknown values are forbidden; target and value are shown. */
const DEFAULT_FLAGS = 32 | 256 | 512;
