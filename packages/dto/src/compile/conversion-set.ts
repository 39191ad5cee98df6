import type { ClassTransformOptions } from 'class-transformer';
import { DEFAULT_OPTIONS, DIRECTION, type ConversionOptions, type Direction } from '../ir/conversion-options.js';
import type { ConversionPlan } from '../ir/conversion-plan.js';
import { readConversion } from '../read/read-conversion.js';
import { usesBeforeCode } from './code-generation.js';
import { generateConversion, mayGenerate } from './compile-conversion.js';
import { compileSerialiser } from './compile-serialiser.js';
import { convertByPlan, convertUntyped, convertValue, fillByPlan, makeResult } from './convert-value.js';

/** Converts one object that is neither list nor Map and has no target to be filled. */
export type ObjectConverter = (run: ConversionRun, value: object) => unknown;

/** Converts any value for which a class is declared. */
export type ValueConverter = (run: ConversionRun, value: unknown) => unknown;

/** Writes the objects of one class as JSON text. */
export interface Serialiser {
  serialiseObject: (run: ConversionRun, value: object) => string;
  serialiseValue: (run: ConversionRun, value: unknown) => string | undefined;
}

/**
 * A plan and the functions that it was compiled into.
 *
 * The functions are generated after some conversions: what is hardly used costs nothing, and classes may name each
 * other in circles.
 */
export class CompiledConversion {
  readonly plan: ConversionPlan;
  /** The prototype that most objects have. */
  readonly prototype: object | undefined;
  /** Whether nothing was made for this class alone. */
  readonly isWalked: boolean;
  convertObject: ObjectConverter;
  /** The same for an object with the prototype that most have: a plain one, or on the way back one of the class. */
  convertExpected: ObjectConverter;
  convertValue: ValueConverter;

  constructor(set: ConversionSet, plan: ConversionPlan) {
    this.plan = plan;
    const { target } = plan;
    this.convertValue = (run, value) => convertValue(run, value, target, undefined, value instanceof Map);
    this.convertObject = (run, value) => convertByPlan(run, plan, value, false, undefined);
    this.convertExpected = (run, value) => this.convertObject(run, value);
    this.prototype = expectedPrototype(plan);
    const isUntyped = target === undefined && !set.options.checksCircles;
    const isGenerated = set.isGenerated && mayGenerate(plan);
    this.isWalked = !isUntyped && !isGenerated;
    if (isUntyped) {
      this.convertObject = (run, value) => convertUntyped(run, plan, value);
    } else if (isGenerated) {
      let uses = 0;
      let last: ConversionRun | undefined;
      this.convertObject = (run, value) => {
        const result = makeResult(plan);
        // Once in a run, however many of its objects are there.
        if (run !== last) uses += 1;
        last = run;
        if (uses > usesBeforeCode()) generateConversion(this, set, result);
        return fillByPlan(run, plan, value, result, false, undefined);
      };
    }
  }
}

/** Gives the prototype of most objects that come: JSON brings plain ones, and on the way back they are of the class. */
function expectedPrototype({ target, direction }: ConversionPlan): object | undefined {
  if (target === undefined || direction === DIRECTION.toInstance) return Object.prototype;
  return target.prototype as object | undefined;
}

/** What was compiled for one direction and one set of options, class by class, at first use. */
export class ConversionSet {
  readonly direction: Direction;
  readonly options: ConversionOptions;
  /** Whether functions are generated, or the plan is walked. */
  readonly isGenerated: boolean;
  /** Whether text is written without making the plain object first. */
  readonly writesDirectly: boolean;
  /** The set for values of which no class is declared. Another one only where this one is closed. */
  readonly open: ConversionSet;
  /** Weak, so that a class which nobody uses any more can go. */
  readonly #compiled = new WeakMap<Function, CompiledConversion>();
  readonly #serialisers = new WeakMap<Function, Serialiser>();
  #untyped: CompiledConversion | undefined;

  constructor(direction: Direction, options: ConversionOptions, isGenerated: boolean) {
    this.direction = direction;
    this.options = options;
    this.isGenerated = isGenerated;
    this.writesDirectly = isGenerated && !options.checksCircles;
    this.open = options.isClosed ? new ConversionSet(direction, { ...options, isClosed: false }, isGenerated) : this;
  }

  /**
   * Gives what was compiled for a class, compiling it if need be.
   *
   * @param target - the class, or `undefined` where nothing tells a type. Users may have named as a type what is
   * no class; that throws where the original throws.
   */
  of(target: Function | undefined): CompiledConversion {
    if (target === undefined) return (this.#untyped ??= this.#compile(undefined));
    let compiled = this.#compiled.get(target);
    if (compiled === undefined) this.#compiled.set(target, (compiled = this.#compile(target)));
    return compiled;
  }

  /** Gives what writes the objects of a class, if there has been one. */
  knownSerialiserOf(target: Function): Serialiser | undefined {
    return this.#serialisers.get(target);
  }

  /** Gives what writes the objects of a class. */
  serialiserOf(target: Function): Serialiser {
    let serialiser = this.#serialisers.get(target);
    if (serialiser === undefined) {
      serialiser = compileSerialiser(this.of(target), this);
      this.#serialisers.set(target, serialiser);
    }
    return serialiser;
  }

  #compile(target: Function | undefined): CompiledConversion {
    return new CompiledConversion(this, readConversion(target, this.direction, this.options));
  }
}

/**
 * Discriminators of one object: the name that the result shows, or `undefined` where it hides the property.
 *
 * The original writes them into the source, or deletes them from there. Here they stand beside the object.
 */
export type Tags = ReadonlyMap<string, string | undefined>;

/** One call of a conversion: its options as the caller gave them, and the objects that it is inside of. */
export class ConversionRun {
  readonly set: ConversionSet;
  /** The objects that are being converted. Only when circles are checked. */
  readonly circle: Set<unknown> | undefined;
  /** Discriminators by object. Until there is one, nothing. */
  tags: Map<unknown, Map<string, string | undefined>> | undefined = undefined;
  /** Made when somebody asks, because most conversions have no transforms that are given them. */
  #options: ClassTransformOptions | undefined;
  #open: ConversionRun | undefined;

  constructor(set: ConversionSet, options: ClassTransformOptions | undefined) {
    this.set = set;
    this.circle = set.options.checksCircles ? new Set() : undefined;
    this.#options = options;
  }

  /** The caller's options over the defaults, as `@Transform` functions see them. */
  get options(): ClassTransformOptions {
    return (this.#options ??= { ...DEFAULT_OPTIONS });
  }

  /** The run for values of which no class is declared. */
  get open(): ConversionRun {
    if (this.set.open === this.set) return this;
    return (this.#open ??= new ConversionRun(this.set.open, this.options));
  }

  /** Shows or hides a discriminator of an object for the rest of the conversion. */
  tag(object: unknown, property: string, name: string | undefined): void {
    this.tags ??= new Map();
    const tags = this.tags.get(object);
    if (tags === undefined) this.tags.set(object, new Map([[property, name]]));
    else tags.set(property, name);
  }

  /** Gives the discriminators of an object, if it has any. */
  tagsOf(object: unknown): Tags | undefined {
    return this.tags === undefined ? undefined : this.tags.get(object);
  }
}
