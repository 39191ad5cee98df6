import { getMetadataStorage, type ValidationError, type ValidatorOptions } from 'class-validator';
import { overflowAsDtoError } from '../errors.js';
import { checkFlags, settleCheckOptions } from '../ir/check-options.js';
import type { RuleConstraint, ValidationRecord } from '../ir/check-plan.js';
import { CheckSet, type ClassCheck } from './class-check.js';
import { CheckRun, constructorOf } from './check-run.js';
import type { InstanceOf } from './property-collector.js';

/** What gives instances of constraint classes: any container with a `get`. */
export interface ConstraintContainer {
  get<T>(constraint: new (...dependencies: never[]) => T): T;
}

/** A schema and its records, as `registerSchema` took it. */
export type SchemaRecords = (name: string) => readonly ValidationRecord[] | undefined;

/** How many sets of groups are kept compiled. Groups may come from what users do, and must not fill the memory. */
const KEPT_GROUP_SETS = 200;

/**
 * Validates objects by what class-validator knows of their classes, through functions that are compiled at first use.
 *
 * @param container - where constraint classes come from; without one, from class-validator's `useContainer`
 */
export class Validation {
  readonly #instanceOf: InstanceOf;
  readonly #schemas: SchemaRecords;
  /** By the options' flags. */
  readonly #sets: (CheckSet | undefined)[] = [];
  readonly #setsWithGroups = new Map<string, CheckSet>();
  /** A synchronous run that has ended, to be used again. */
  #idle: CheckRun | undefined;

  constructor(container: ConstraintContainer | undefined, schemas: SchemaRecords) {
    this.#instanceOf = container ? (one) => instanceFrom(container, one) : instanceOfOriginal;
    this.#schemas = schemas;
  }

  /** Gives the errors at once; constraints that are declared to be async are left out. */
  validateSync(object: object, options: ValidatorOptions | undefined, schema?: string): ValidationError[] {
    const run = this.#begin(this.#setOf(options), true);
    const errors = this.#errorsOf(object, options, schema, run);
    if (run.pending !== undefined) return withoutEmpty(errors ?? []);
    this.#idle = run;
    return errors ?? [];
  }

  /** Gives what is compiled under some options, for who validates under the same ones again and again. */
  checksUnder(options: ValidatorOptions | undefined): CheckSet {
    return this.#setOf(options);
  }

  /**
   * Gives the errors, or a promise of them if anything asynchronous was met on the way; nothing if there are none.
   *
   * @param most - of how many items of lists the errors are wanted
   */
  begin(object: object, checks: CheckSet, most = Infinity): ValidationError[] | undefined | Promise<ValidationError[]> {
    const run = this.#begin(checks, false);
    run.endAfter(most);
    const errors = this.#errorsOf(object, undefined, undefined, run);
    if (run.pending !== undefined) return Promise.all(run.pending).then(() => withoutEmpty(errors ?? []));
    this.#idle = run;
    return errors;
  }

  #begin(checks: CheckSet, isSync: boolean): CheckRun {
    const run = this.#idle?.restart(checks, isSync) ?? new CheckRun(checks, isSync);
    // Whoever validates in the middle of this makes a run of his own.
    this.#idle = undefined;
    return run;
  }

  /** Gives the errors when everything that is async has ended. What throws at once, throws at once. */
  validate(object: object, options: ValidatorOptions | undefined, schema?: string): Promise<ValidationError[]> {
    const run = new CheckRun(this.#setOf(options), false);
    const errors = this.#errorsOf(object, options, schema, run) ?? [];
    return Promise.all(run.pending ?? []).then(() => (run.pending === undefined ? errors : withoutEmpty(errors)));
  }

  #errorsOf(
    object: object,
    options: ValidatorOptions | undefined,
    schema: string | undefined,
    run: CheckRun,
  ): ValidationError[] | undefined {
    if (options?.enableDebugMessages === true) warnOfMissingMetadata();
    try {
      const found = this.#checkOf(object, schema, run.checks as CheckSet);
      return found.check(object, run) ? undefined : found.collect(object, run, undefined);
    } catch (error) {
      throw overflowAsDtoError(error, 'validating');
    }
  }

  #checkOf(object: object, schema: string | undefined, checks: CheckSet): ClassCheck {
    const target = constructorOf(object);
    // A name that nobody registered adds nothing, as in the original.
    const records = schema === undefined ? undefined : this.#schemas(schema);
    return records ? checks.withSchema(target, records) : checks.of(target);
  }

  #setOf(options: ValidatorOptions | undefined): CheckSet {
    const flags = checkFlags(options);
    const groups = options?.groups;
    if (groups && groups.length > 0) return this.#setWithGroups(flags, options);
    return (this.#sets[flags] ??= new CheckSet(settleCheckOptions(options), this.#instanceOf));
  }

  #setWithGroups(flags: number, options: ValidatorOptions): CheckSet {
    const key = `${flags} ${JSON.stringify(options.groups)}`;
    const found = this.#setsWithGroups.get(key);
    // Taken out and put in again, so that the first in the map is the one that was not used for longest.
    this.#setsWithGroups.delete(key);
    const set = found ?? new CheckSet(settleCheckOptions(options), this.#instanceOf);
    this.#setsWithGroups.set(key, set);
    if (this.#setsWithGroups.size > KEPT_GROUP_SETS) {
      const [oldest] = this.#setsWithGroups.keys();
      this.#setsWithGroups.delete(oldest as string);
    }
    return set;
  }
}

/** Asks the container at every call, as the original does; its answer may change. */
function instanceOfOriginal(one: RuleConstraint): ReturnType<InstanceOf> {
  return one.instance ?? one.constraint.instance;
}

function instanceFrom(container: ConstraintContainer, one: RuleConstraint): ReturnType<InstanceOf> {
  return one.instance ?? container.get(one.constraint.target as new () => ReturnType<InstanceOf>);
}

/** Takes out what turned out to be no error, now that the promises have ended. */
function withoutEmpty(errors: readonly ValidationError[]): ValidationError[] {
  return errors.filter((error) => {
    if (error.children) error.children = withoutEmpty(error.children);
    if (Object.keys(error.constraints ?? {}).length > 0) return true;
    delete (error as { constraints?: unknown }).constraints;
    return error.children !== undefined && error.children.length > 0;
  });
}

function warnOfMissingMetadata(): void {
  if (getMetadataStorage().hasValidationMetaData) return;
  // oxlint-disable-next-line no-console -- the original's words in the original's place
  console.warn(
    `No validation metadata found. No validation will be  performed. There are multiple possible reasons:\n` +
      `  - There may be multiple class-validator versions installed. You will need to flatten your dependencies to fix the issue.\n` +
      `  - This validation runs before any file with validation decorator was parsed by NodeJS.`,
  );
}
