import type { ClassConstructor, ClassTransformOptions } from 'class-transformer';
import { serialiseRoot, serialiseClosed } from '../compile/serialise-value.js';
import { startConversion } from '../compile/start-conversion.js';
import { overflowAsDtoError } from '../errors.js';
import { DIRECTION } from '../ir/conversion-options.js';

/**
 * Writes an instance, a list of instances, or anything that holds some, as JSON text.
 *
 * The text is that of `JSON.stringify(instanceToPlain(value, options))`; the plain object is not made.
 *
 * @returns nothing for what JSON has no word for: undefined, functions, symbols
 * @throws DtoError `TENON_DTO_TOO_DEEP` if the value is nested too deeply, or contains itself
 */
export function serialise(value: unknown, options?: ClassTransformOptions): string | undefined {
  try {
    return serialiseRoot(startConversion(DIRECTION.toPlain, options), value);
  } catch (error) {
    throw overflowAsDtoError(error, 'serialising');
  }
}

/**
 * Writes any object, or a list of objects, as a class declares it: what the class exposes, and nothing else.
 *
 * The object need not be an instance of the class. Where a property has a class by `@Type`, that is closed too;
 * what is exposed without one is written as it is.
 *
 * @returns nothing for what JSON has no word for: undefined, functions, symbols
 * @throws DtoError `TENON_DTO_TOO_DEEP` if the value is nested too deeply, or contains itself
 */
export function serialiseAs<T>(
  target: ClassConstructor<T>,
  value: unknown,
  options?: ClassTransformOptions,
): string | undefined {
  try {
    return serialiseClosed(startConversion(DIRECTION.toPlain, options, true), target, value);
  } catch (error) {
    throw overflowAsDtoError(error, 'serialising');
  }
}
