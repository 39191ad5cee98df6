import 'reflect-metadata';

/** Gives the type of a property as the compiler emitted it; undefined if it emitted none. The only use of Reflect. */
export function reflectPropertyType(prototype: object, key: string): unknown {
  return Reflect.getMetadata('design:type', prototype, key);
}
