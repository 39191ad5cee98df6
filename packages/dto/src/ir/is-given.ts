/**
 * Whether a value was given at all: the condition of `PartialType` with `skipNullProperties: false`.
 *
 * JSON has no undefined, so that a schema needs no words for it: the property is not among the required ones.
 */
export function isGiven(_: object, value: unknown): boolean {
  return value !== undefined;
}
