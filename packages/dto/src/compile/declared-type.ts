import type { PropertyPlan, TypePlan } from '../ir/conversion-plan.js';
import type { Code, CodeWriter } from './code-writer.js';

/** Classes whose objects are told from others by more than their prototype, or that no `new` makes. */
const BUILT_INS: readonly Function[] = [
  Date,
  Map,
  Set,
  Array,
  Promise,
  Buffer,
  Object,
  String,
  Number,
  Boolean,
  Function,
];

/** What a generated function knows of a property's declared type. */
export interface DeclaredType {
  /** The variable or reference that holds the type; nothing if there is none. */
  readonly code: Code | undefined;
  /** What the type was when the function was generated. */
  readonly guess: unknown;
  readonly arrayType: unknown;
}

/**
 * Prints how the type of a property is found, and gives what is known of it now.
 *
 * @param help - the argument of the function that `@Type` was given, if that looks at one
 */
export function printDeclaredType(
  writer: CodeWriter,
  { type, otherType }: PropertyPlan,
  help: Code | undefined,
): DeclaredType {
  if (!type) {
    const code = otherType === undefined ? undefined : writer.reference(otherType);
    return { code, guess: otherType, arrayType: undefined };
  }
  const code = writer.variable('type');
  const typeOf = type.typeOf as NonNullable<TypePlan['typeOf']>;
  const blind = isBlind(typeOf);
  // It is called at each conversion all the same, since it may answer differently.
  if (blind || !help) writer.line`const ${code} = ${typeOf}();`;
  else writer.line`const ${code} = ${typeOf}(${help});`;
  return { code, guess: blind ? guessType(typeOf as () => unknown) : undefined, arrayType: type.reflected };
}

/** Says whether a function, as it is written, cannot look at what it is given: `() => …`, `type => Photo`. */
export function isBlind(typeOf: Function): boolean {
  const text = Function.prototype.toString.call(typeOf);
  if (/^\(\)\s*=>/.test(text)) return true;
  if (/^function\s*\(\)\s*\{\s*return\s+[\w$.]+;?\s*\}$/.test(text)) return !/\barguments\b/.test(text);
  const [, parameter, root] = /^\(?\s*([\w$]+)\s*\)?\s*=>\s*([\w$]+)(?:\.[\w$]+)*$/.exec(text) ?? [];
  return parameter !== undefined && parameter !== root && parameter !== 'async';
}

function guessType(typeOf: () => unknown): unknown {
  try {
    return typeOf();
  } catch {
    // The class is not there yet; a conversion that asks for it will throw the same error.
    return undefined;
  }
}

/** Says whether a value is a class of the user's, whose objects are known by their prototype alone. */
export function isUserClass(value: unknown): value is Function {
  if (typeof value !== 'function' || typeof value.prototype !== 'object' || value.prototype === null) return false;
  const { prototype } = value as { prototype: object };
  if (prototype.constructor !== value) return false;
  return !BUILT_INS.some((builtIn) => value === builtIn || (builtIn !== Object && prototype instanceof builtIn));
}
