import type * as library from 'class-transformer';
import { startConversion } from '../compile/start-conversion.js';
import { convertValue } from '../compile/convert-value.js';
import { serialiseRoot } from '../compile/serialise-value.js';
import { overflowAsDtoError } from '../errors.js';
import { DIRECTION, type Direction } from '../ir/conversion-options.js';

export { Exclude, Expose, Transform, TransformationType, Type } from 'class-transformer';

type Options = library.ClassTransformOptions | undefined;

/**
 * class-transformer's class of the same name, compiled: the same results, thrown errors and types.
 *
 * What differs on purpose is listed in the README, each with its reason.
 *
 * @throws DtoError `TENON_DTO_TOO_DEEP` instead of the engine's stack overflow
 */
export const ClassTransformer: typeof library.ClassTransformer = class {
  instanceToPlain(object: unknown, options?: Options): never {
    return convert(DIRECTION.toPlain, object, undefined, undefined, options);
  }

  classToPlainFromExist(object: unknown, plainObject: unknown, options?: Options): never {
    return convert(DIRECTION.toPlain, object, undefined, plainObject, options);
  }

  plainToInstance(cls: unknown, plain: unknown, options?: Options): never {
    return convert(DIRECTION.toInstance, plain, cls, undefined, options);
  }

  plainToClassFromExist(clsObject: unknown, plain: unknown, options?: Options): never {
    return convert(DIRECTION.toInstance, plain, undefined, clsObject, options);
  }

  instanceToInstance(object: unknown, options?: Options): never {
    return convert(DIRECTION.copy, object, undefined, undefined, options);
  }

  classToClassFromExist(object: unknown, fromObject: unknown, options?: Options): never {
    return convert(DIRECTION.copy, object, undefined, fromObject, options);
  }

  serialize(object: unknown, options?: Options): string {
    return writeJson(object, options);
  }

  deserialize(cls: unknown, json: string, options?: Options): never {
    return this.plainToInstance(cls, JSON.parse(json), options);
  }

  deserializeArray(cls: unknown, json: string, options?: Options): never {
    return this.plainToInstance(cls, JSON.parse(json), options);
  }
};
export type ClassTransformer = library.ClassTransformer;

/** The result is what the overloads of the original promise; inside, nothing is known of it. */
function convert(direction: Direction, value: unknown, target: unknown, source: unknown, options: Options): never {
  try {
    return convertValue(startConversion(direction, options), value, target, undefined, false, source) as never;
  } catch (error) {
    throw overflowAsDtoError(error, 'converting');
  }
}

/** Writes the text without making the plain object. For `undefined` there is none, as in the original. */
function writeJson(object: unknown, options: Options): string {
  try {
    return serialiseRoot(startConversion(DIRECTION.toPlain, options), object) as string;
  } catch (error) {
    throw overflowAsDtoError(error, 'serialising');
  }
}

/** Converts an instance, or a list of instances, into plain objects. */
export const instanceToPlain: typeof library.instanceToPlain = (object: unknown, options?: Options) =>
  convert(DIRECTION.toPlain, object, undefined, undefined, options);

/** The older name of {@link instanceToPlain}. */
export const classToPlain: typeof library.classToPlain = instanceToPlain;

/** Converts an instance into a plain object that is given. */
export const classToPlainFromExist: typeof library.classToPlainFromExist = (
  object: unknown,
  plainObject: unknown,
  options?: Options,
) => convert(DIRECTION.toPlain, object, undefined, plainObject, options);

/** Converts a plain object, or a list of plain objects, into instances of a class. */
export const plainToInstance: typeof library.plainToInstance = (cls: unknown, plain: unknown, options?: Options) =>
  convert(DIRECTION.toInstance, plain, cls, undefined, options);

/** The older name of {@link plainToInstance}. */
export const plainToClass: typeof library.plainToClass = plainToInstance;

/** Converts a plain object into an instance that is given. */
export const plainToClassFromExist: typeof library.plainToClassFromExist = (
  clsObject: unknown,
  plain: unknown,
  options?: Options,
) => convert(DIRECTION.toInstance, plain, undefined, clsObject, options);

/** Converts an instance, or a list of instances, into new instances. */
export const instanceToInstance: typeof library.instanceToInstance = (object: unknown, options?: Options) =>
  convert(DIRECTION.copy, object, undefined, undefined, options);

/** Converts an instance into another one that is given. */
export const classToClassFromExist: typeof library.classToClassFromExist = (
  object: unknown,
  fromObject: unknown,
  options?: Options,
) => convert(DIRECTION.copy, object, undefined, fromObject, options);

/** Converts an instance, or a list of instances, into JSON text. */
export const serialize: typeof library.serialize = (object: unknown, options?: Options) => writeJson(object, options);

/** Reads JSON text and converts what it says into an instance. */
export const deserialize: typeof library.deserialize = (cls: unknown, json: string, options?: Options) =>
  convert(DIRECTION.toInstance, JSON.parse(json), cls, undefined, options);

/** Reads JSON text and converts what it says into a list of instances. */
export const deserializeArray: typeof library.deserializeArray = (cls: unknown, json: string, options?: Options) =>
  convert(DIRECTION.toInstance, JSON.parse(json), cls, undefined, options);

/** Converts what a method returns, or the value of its promise, into a new instance. */
export const TransformInstanceToInstance: typeof library.TransformInstanceToInstance = (params?: Options) =>
  convertResult((result) => convert(DIRECTION.copy, result, undefined, undefined, params));

/** Converts what a method returns, or the value of its promise, into a plain object. */
export const TransformInstanceToPlain: typeof library.TransformInstanceToPlain = (params?: Options) =>
  convertResult((result) => convert(DIRECTION.toPlain, result, undefined, undefined, params));

/** Converts what a method returns, or the value of its promise, into an instance of a class. */
export const TransformPlainToInstance: typeof library.TransformPlainToInstance = (
  classType: unknown,
  params?: Options,
) => convertResult((result) => convert(DIRECTION.toInstance, result, classType, undefined, params));

function convertResult(convertOne: (result: unknown) => unknown): MethodDecorator {
  return (_target, _key, descriptor) => {
    const method = descriptor.value as (this: unknown, ...values: unknown[]) => unknown;
    descriptor.value = function (this: unknown, ...values: unknown[]): unknown {
      const result = method.apply(this, values);
      return isThenable(result) ? result.then(convertOne) : convertOne(result);
    } as never;
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    Boolean(value) &&
    (typeof value === 'object' || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}
