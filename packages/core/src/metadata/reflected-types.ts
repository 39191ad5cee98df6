import 'reflect-metadata';

/*
 * The only file that touches Reflect. TypeScript, swc and oxc emit `design:…` metadata before any other decorator of
 * the same declaration runs, so that a decorator may read them at once.
 */

/** Gives the types of a constructor's parameters as the compiler emitted them; undefined if it emitted none. */
export function reflectParameterTypes(type: object): readonly unknown[] | undefined {
  return Reflect.getOwnMetadata('design:paramtypes', type) as readonly unknown[] | undefined;
}

/** Gives the type of a property as the compiler emitted it; undefined if it emitted none. */
export function reflectPropertyType(prototype: object, key: string | symbol): unknown {
  return Reflect.getMetadata('design:type', prototype, key);
}
