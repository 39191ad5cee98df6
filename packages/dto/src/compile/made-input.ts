import type { ClassTransformOptions } from 'class-transformer';
import type { InvalidInput, InvalidRule } from '../errors.js';
import { DIRECTION } from '../ir/conversion-options.js';
import { constructorOf } from './check-run.js';
import type { CheckSet } from './class-check.js';
import type { ConversionRun } from './conversion-set.js';
import { startConversion } from './start-conversion.js';

/**
 * What was made of input that is not valid, with all that is compiled of its classes: an error's tree names neither
 * the arguments of the decorators nor the keys of the input. Nothing is looked up before somebody asks.
 */
export class MadeInput implements InvalidInput {
  readonly made: unknown;
  readonly isTyped: boolean;
  readonly #checks: CheckSet;
  readonly #conversion: ClassTransformOptions | undefined;
  #run: ConversionRun | undefined;

  /** @param checks - those by which the errors were found, so that nothing has to be compiled for them */
  constructor(made: unknown, checks: CheckSet, conversion: ClassTransformOptions | undefined, isTyped = false) {
    this.made = made;
    this.isTyped = isTyped;
    this.#checks = checks;
    this.#conversion = conversion;
  }

  rulesOf(object: object, property: string, code: string): readonly InvalidRule[] {
    const target = classOf(object);
    const check = target && this.#checks.of(target).plan.properties.find(({ name }) => name === property);
    if (!check) return [];
    return [...check.definedRules, ...check.rules]
      .filter(({ constraints }) => constraints.some(({ type }) => type === code))
      .map(({ record }) => record);
  }

  inputKeyOf(object: object, property: string): string {
    const target = classOf(object);
    if (target === undefined) return property;
    this.#run ??= startConversion(DIRECTION.toInstance, this.#conversion);
    for (const [key, { into, isDropped }] of this.#run.set.of(target).plan.properties) {
      if (into === property && !isDropped && key !== property && typeof key === 'string') return key;
    }
    return property;
  }
}

/** Gives the class that decorators can say something of. Of lists and Maps they cannot. */
function classOf(object: object): Function | undefined {
  return Array.isArray(object) || object instanceof Map ? undefined : constructorOf(object);
}
