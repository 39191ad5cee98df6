import type { ClassTransformOptions } from 'class-transformer';
import { DEFAULT_OPTIONS, optionsKey, settleOptions, type Direction } from '../ir/conversion-options.js';
import { warnOfLibraryFaults } from '../read/library-copies.js';
import { transformerGeneration } from '../read/transformer-storage.js';
import { chosenBackEnd } from './code-generation.js';
import { ConversionRun, ConversionSet } from './conversion-set.js';

/** How many sets of options stay compiled. Options that are made from requests must not fill the memory. */
const MAX_SETS = 200;
/** After this many sets, the options are evidently made from requests, and no more code is generated for new ones. */
const MAX_GENERATED_SETS = 1000;

let generation = -1;
let made = 0;
/** Those without options, which need no key to be found again. */
const plainSets: (ConversionSet | undefined)[] = [];
let closedSet: ConversionSet | undefined;
const sets = new Map<string, ConversionSet>();

/**
 * Begins a conversion: finds what was compiled for its options, or makes room for it.
 *
 * Everything is forgotten when a class that was read has got more metadata since, because any other class may nest it.
 */
export function startConversion(
  direction: Direction,
  given: ClassTransformOptions | null | undefined,
  isClosed = false,
): ConversionRun {
  if (generation !== transformerGeneration()) forgetAll();
  if (hasStrangePrototype()) return startCarefully(direction, given, isClosed);
  if (given === undefined || given === null) {
    if (isClosed) return new ConversionRun((closedSet ??= makeSet(direction, DEFAULT_OPTIONS, true)), undefined);
    return new ConversionRun((plainSets[direction] ??= makeSet(direction, DEFAULT_OPTIONS, false)), undefined);
  }
  const options = { ...DEFAULT_OPTIONS, ...given };
  const key = `${isClosed ? 'closed' : direction}${optionsKey(options)}`;
  let set = sets.get(key);
  if (set === undefined) {
    const [oldest] = sets.keys();
    if (sets.size >= MAX_SETS && oldest !== undefined) sets.delete(oldest);
    sets.set(key, (set = makeSet(direction, options, isClosed)));
  }
  return new ConversionRun(set, options);
}

/**
 * Says whether somebody has put keys into `Object.prototype`, which every object then seems to have.
 *
 * Generated functions read keys without asking who has them.
 */
function hasStrangePrototype(): boolean {
  // oxlint-disable-next-line guard-for-in, no-unreachable-loop -- inherited keys are what is looked for
  for (const _ in EMPTY) return true;
  return false;
}
const EMPTY = {};

/** Walks the plans, since that asks of each key whose it is. */
function startCarefully(
  direction: Direction,
  given: ClassTransformOptions | null | undefined,
  isClosed: boolean,
): ConversionRun {
  const options = { ...DEFAULT_OPTIONS, ...given };
  const set = new ConversionSet(direction, { ...settleOptions(options), isClosed }, false);
  return new ConversionRun(set, options);
}

function makeSet(direction: Direction, options: Readonly<Record<string, unknown>>, isClosed: boolean): ConversionSet {
  made += 1;
  // Not now: this may be the first request.
  if (made === 1) setImmediate(warnOfLibraryFaults).unref();
  const isGenerated = made <= MAX_GENERATED_SETS && chosenBackEnd() === 'generated';
  return new ConversionSet(direction, { ...settleOptions(options), isClosed }, isGenerated);
}

function forgetAll(): void {
  generation = transformerGeneration();
  plainSets.length = 0;
  closedSet = undefined;
  sets.clear();
}
