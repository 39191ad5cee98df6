import 'reflect-metadata';

/*
 * The only file that touches Reflect. The compilers emit a method's types before any other decorator of it runs.
 */

/** Gives the type that a method returns as the compiler emitted it; undefined for none, or nothing. */
export function reflectReturnType(prototype: object, key: string | symbol): unknown {
  return Reflect.getOwnMetadata('design:returntype', prototype, key);
}

/** Gives the types of a method's parameters as the compiler emitted them; undefined if it emitted none. */
export function reflectParameterTypes(prototype: object, key: string | symbol): readonly unknown[] | undefined {
  return Reflect.getOwnMetadata('design:paramtypes', prototype, key) as readonly unknown[] | undefined;
}
