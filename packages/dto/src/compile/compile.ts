import { Dto, type CompiledDto, type CompileOptions, type DtoClass } from './compile-dto.js';
import { DtoList } from './compile-list.js';

/**
 * Gives the functions of a class under one set of options, for frameworks.
 *
 * @throws DtoError `TENON_DTO_FALL_BACK` with `strict`, if something would have to be left to the original library
 */
export function compile<T extends object>(target: DtoClass<T>, options?: CompileOptions): CompiledDto<T>;
/** Gives the same functions for lists of a class's objects: `compile([Order])`. */
export function compile<T extends object>(target: readonly [DtoClass<T>], options?: CompileOptions): CompiledDto<T[]>;
export function compile<T extends object>(
  target: DtoClass<T> | readonly [DtoClass<T>],
  options: CompileOptions = {},
): CompiledDto<T> | CompiledDto<T[]> {
  return typeof target === 'function' ? new Dto(target, options) : new DtoList(new Dto(target[0], options));
}
