import type { PropertyNotes } from '../ir/json-schema.js';

/** Weak, so that notes keep no class alive. Inside by name, in a Map, so that no inherited name is known. */
const notes = new WeakMap<object, Map<PropertyKey, PropertyNotes>>();

/**
 * Describes a property in the JSON Schema of its class. It is never needed, and checks nothing.
 *
 * ```ts
 * class CreateOrder {
 *   @Describe({ description: 'where to send it', examples: ['a@b.de'] }) @IsEmail() email!: string;
 * }
 * ```
 */
export function Describe(said: PropertyNotes): PropertyDecorator {
  return (prototype, name) => {
    let ofClass = notes.get(prototype);
    if (ofClass === undefined) notes.set(prototype, (ofClass = new Map()));
    ofClass.set(name, { ...ofClass.get(name), ...said });
  };
}

/** Gives what was said about a property, in the class or in one that it inherits from. */
export function propertyNotes(target: Function, name: string): PropertyNotes {
  let prototype = target.prototype as object | null;
  while (prototype !== null) {
    const found = notes.get(prototype)?.get(name);
    if (found !== undefined) return found;
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return {};
}
