import 'reflect-metadata';

/*
 * The only file that touches Reflect. The compilers emit a method's types before any other decorator of it runs.
 */

/** Gives the types of a method's parameters as the compiler emitted them; undefined if it emitted none. */
export function reflectParameterTypes(prototype: object, key: string | symbol): readonly unknown[] | undefined {
  return Reflect.getOwnMetadata('design:paramtypes', prototype, key) as readonly unknown[] | undefined;
}
