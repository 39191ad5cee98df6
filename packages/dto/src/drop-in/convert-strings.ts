import type { ClassConstructor } from 'class-transformer';
import { StringConversion, type ConvertedStrings, type StringSource } from '../compile/convert-strings.js';
import { overflowAsDtoError } from '../errors.js';

/**
 * Converts the strings of a query or a form into the types that a class declares, strictly.
 *
 * `'12'` becomes 12, but `'1e3'`, `'0x10'`, `' '` and `'Infinity'` are no integers, and `'yes'` is no boolean. Where a
 * list is declared, one value becomes a list of one. Values that are no strings stay as they are.
 *
 * It is what `enableImplicitConversion` is often taken for; that makes `'false'` true and `''` zero.
 *
 * @param source - as the query or form was parsed; not changed. Own keys are read, and no other
 * @param options - `from: 'form'` takes `on` for true, and an empty string for nothing, except where text is declared
 * @returns a plain object for `plainToInstance`, and what could not be converted
 */
export function convertStrings<T>(
  target: ClassConstructor<T>,
  source: object,
  options: { readonly from?: Exclude<StringSource, 'browser' | 'search'> } = {},
): ConvertedStrings {
  const conversion = new StringConversion(options.from ?? 'query');
  try {
    return { value: conversion.convertObject(target, source), refused: conversion.refused };
  } catch (error) {
    throw overflowAsDtoError(error, 'converting strings');
  }
}
