import { transformerGeneration } from '../read/transformer-storage.js';
import { StorageWatch } from '../read/validator-storage.js';
import type { CheckSet } from './class-check.js';
import { compileParser, type Parse } from './compile-parser.js';
import type { InputLimits } from './input-limits.js';
import { readShapes } from './shape.js';

/**
 * Reads, checks and builds the objects of a class in one pass, if it and all classes in it are simple enough.
 *
 * The general conversion copies every key, and validation with `whitelist` takes the unknown ones away again. This
 * reads the known ones and no others.
 */
export class DtoParser {
  readonly parse: Parse | undefined;
  readonly #watch: StorageWatch;
  readonly #generation = transformerGeneration();

  constructor(target: Function, checks: CheckSet, limits: Required<InputLimits>) {
    const { tree, stamps } = readShapes(target, checks, limits);
    this.parse = tree && compileParser(tree, checks.options);
    this.#watch = new StorageWatch(stamps);
  }

  /** Tells whether no decorator was applied since. */
  isCurrent(): boolean {
    return this.#generation === transformerGeneration() && this.#watch.isUntouched();
  }
}
