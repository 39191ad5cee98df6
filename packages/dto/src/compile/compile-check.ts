import type { CheckOptions } from '../ir/check-options.js';
import type { CheckPlan, PropertyCheck, Rule, RuleConstraint, ValidationRecord } from '../ir/check-plan.js';
import { printBuiltIn } from './built-ins.js';
import { isPromise, type CheckRun } from './check-run.js';
import { NestedSite } from './nested-site.js';
import { CodeWriter, type Code } from './code-writer.js';
import type { InstanceOf } from './property-collector.js';

/** Says whether an object is valid. "No" may also mean "not known": the collection of errors has the last word. */
export type Check = (object: object, run: CheckRun) => boolean;

/** Up to so many names a `switch` is quicker than a Set. */
const KEYS_IN_A_SWITCH = 24;

/**
 * Compiles the check of a class into generated code that allocates nothing for what is valid.
 *
 * For `class Order { @IsString() id; @IsOptional() @Min(1) count; @ValidateNested() lines }` it amounts to
 *
 * ```js
 * function check(object1, run2) {
 *   const value3 = object1["id"];
 *   if (!(typeof value3 === "string" || value3 instanceof String)) return false;
 *   const value4 = object1["count"];
 *   if (value4 !== undefined && value4 !== null) {
 *     if (!(typeof value4 === "number" && value4 >= 1)) return false;
 *   }
 *   const value5 = object1["lines"];
 *   if (value5 !== undefined) {
 *     if (Array.isArray(value5)) {
 *       for (let index6 = 0; index6 < value5.length; index6++) {
 *         const each7 = value5[index6];
 *         if (!(each7 instanceof Object && each7.constructor === r0.target && (r0.turn === run2.turn || r0.isStillCurrent(run2))
 *           ? r0.check(each7, run2) : r0.checkAny(each7, run2))) return false;
 *       }
 *     } else … the same for the value itself
 *   }
 *   return true;
 * }
 * ```
 */
export function compileCheck(plan: CheckPlan, instanceOf: InstanceOf): Check {
  if (plan.isUnknown && plan.options.forbidsUnknownValues) return () => false;
  return new CheckPrinter(plan, instanceOf).print();
}

/** Which properties of an object are at fault, as far as generated code can tell without asking anybody. */
export interface Faults {
  /** The properties that are told, by the number of their bit. The others are not known. */
  readonly properties: readonly PropertyCheck[];
  readonly of: (object: object) => number;
}

/**
 * Compiles a function that says which properties are at fault, one bit each, so that the collection of errors looks at
 * these alone. For `class A { @IsString() a; @IsInt() b }` it amounts to
 *
 * ```js
 * function faults(object1) {
 *   let faults3 = 0;
 *   property4: {
 *     const value5 = object1["a"];
 *     if (!(typeof value5 === "string" || value5 instanceof String)) { faults3 |= 1; break property4; }
 *   }
 *   property6: {
 *     const value7 = object1["b"];
 *     if (!(Number.isInteger(value7))) { faults3 |= 2; break property6; }
 *   }
 *   return faults3;
 * }
 * ```
 */
export function compileFaults(plan: CheckPlan, instanceOf: InstanceOf): Faults {
  const properties = plan.properties.filter(isWithoutEffect).slice(0, BITS);
  return { properties, of: new CheckPrinter(plan, instanceOf).printFaults(properties) };
}

/** How many properties one number tells of. */
const BITS = 30;

/** Tells whether checking a property calls nothing but built-ins, so that checking it twice is no difference. */
export function isWithoutEffect({ awaits, conditions, definedRules, rules, nested }: PropertyCheck): boolean {
  return (
    !awaits &&
    conditions.length === 0 &&
    nested.length === 0 &&
    [...definedRules, ...rules].every(
      ({ record, constraints }) =>
        !record.validateIf &&
        constraints.every(({ builtIn, constraint }) => builtIn !== undefined && !constraint.async),
    )
  );
}

class CheckPrinter {
  readonly #plan: CheckPlan;
  readonly #options: CheckOptions;
  readonly #instanceOf: InstanceOf;
  readonly #writer = new CodeWriter();
  readonly #object = this.#writer.variable('object');
  readonly #run = this.#writer.variable('run');
  /** What to do about a value that a built-in does not accept. */
  #fail = this.#writer.code`return false`;

  constructor(plan: CheckPlan, instanceOf: InstanceOf) {
    this.#plan = plan;
    this.#options = plan.options;
    this.#instanceOf = instanceOf;
  }

  print(): Check {
    if (this.#options.strips || this.#options.forbidsUndecorated) this.#printKeys();
    for (const property of this.#plan.properties) this.#printProperty(property);
    this.#writer.line`return true;`;
    return this.#writer.compile<Check>([this.#object, this.#run], 'check');
  }

  printFaults(properties: readonly PropertyCheck[]): (object: object) => number {
    const writer = this.#writer;
    const faults = writer.variable('faults');
    writer.line`let ${faults} = 0;`;
    properties.forEach((property, index) => {
      const label = writer.variable('property');
      this.#fail = writer.code`{ ${faults} |= ${1 << index}; break ${label}; }`;
      writer.open`${label}: {`;
      this.#printProperty(property);
      writer.close();
    });
    writer.line`return ${faults};`;
    return writer.compile([this.#object], 'faults');
  }

  #printKeys(): void {
    const writer = this.#writer;
    const key = writer.variable('key');
    const names = [...this.#plan.knownNames];
    writer.open`for (const ${key} in ${this.#object}) {`;
    const reject = this.#options.forbidsUndecorated
      ? writer.code`return false`
      : writer.code`delete ${this.#object}[${key}]`;
    // `in` also gives inherited keys, which are none of its business.
    const action = writer.code`if (Object.hasOwn(${this.#object}, ${key})) ${reject};`;
    if (names.length <= KEYS_IN_A_SWITCH) {
      writer.open`switch (${key}) {`;
      for (const name of names) writer.line`case ${name}:`;
      if (names.length > 0) writer.line`break;`;
      writer.line`default: ${action}`;
      writer.close();
    } else {
      writer.line`if (!${this.#plan.knownNames}.has(${key})) { ${action} }`;
    }
    writer.close();
  }

  #printProperty(property: PropertyCheck): void {
    const { name, awaits, isOptional, conditions, definedRules, rules, nested } = property;
    const hasChecks = definedRules.length > 0 || rules.length > 0 || nested.length > 0;
    const writer = this.#writer;
    if (!hasChecks && conditions.length === 0) {
      // Read all the same: a getter may throw.
      writer.line`void ${writer.property(this.#object, name)};`;
      return;
    }
    const value = writer.variable('value');
    writer.line`const ${value} = ${writer.property(this.#object, name)};`;
    if (awaits) writer.line`if (${value} instanceof Promise) return false;`;
    const guards: Code[] = [];
    if (isOptional) guards.push(writer.code`${value} !== undefined`, writer.code`${value} !== null`);
    for (const condition of conditions) {
      const answer = writer.variable('answer');
      writer.line`const ${answer} = ${this.#run}.note(${condition}(${this.#object}, ${value}));`;
      guards.push(answer);
    }
    this.#printGuarded(guards, () => {
      for (const rule of definedRules) this.#printRule(rule, value);
      const { skipsUndefined, skipsNull, skipsMissing } = this.#options;
      const isPresent: Code[] = [];
      if ((skipsUndefined || skipsMissing) && !isOptional) isPresent.push(writer.code`${value} !== undefined`);
      if ((skipsNull || skipsMissing) && !isOptional) isPresent.push(writer.code`${value} !== null`);
      this.#printGuarded(isPresent, () => {
        for (const rule of rules) this.#printRule(rule, value);
        if (nested.length > 0) this.#printNested(nested, value);
      });
    });
  }

  #printGuarded(guards: readonly Code[], print: () => void): void {
    if (guards.length > 0) this.#writer.open`if (${this.#writer.join(guards, ' && ')}) {`;
    print();
    if (guards.length > 0) this.#writer.close();
  }

  #printRule({ record, constraints }: Rule, value: Code): void {
    const writer = this.#writer;
    const guards: Code[] = [];
    if (record.validateIf) {
      const answer = writer.variable('answer');
      writer.line`const ${answer} = ${this.#run}.note(${record}.validateIf(${this.#object}, ${value}));`;
      guards.push(answer);
    }
    this.#printGuarded(guards, () => {
      for (const one of constraints) {
        this.#printGuarded(one.constraint.async ? [writer.code`!${this.#run}.isSync`] : [], () => {
          if (one.builtIn === undefined) this.#printCall(one, record, value);
          else this.#printBuiltIn(one.builtIn, record, value);
        });
      }
    });
  }

  #printBuiltIn(name: string, record: ValidationRecord, value: Code): void {
    const writer = this.#writer;
    const given = record.constraints ?? [];
    if (!record.each) {
      writer.line`if (!(${printBuiltIn(writer, name, value, given)})) ${this.#fail};`;
      return;
    }
    const each = writer.variable('each');
    const index = writer.variable('index');
    writer.open`if (Array.isArray(${value})) {`;
    writer.open`for (let ${index} = 0; ${index} < ${value}.length; ${index}++) {`;
    writer.line`const ${each} = ${value}[${index}];`;
    // A hole is no item.
    writer.line`if (!(${printBuiltIn(writer, name, each, given)}) && (${each} !== undefined || ${index} in ${value})) ${this.#fail};`;
    writer.close();
    writer.reopen`} else if (${value} instanceof Set || ${value} instanceof Map) {`;
    writer.open`for (const ${each} of ${value}.values()) {`;
    writer.line`if (!(${printBuiltIn(writer, name, each, given)})) ${this.#fail};`;
    writer.close();
    writer.reopen`} else {`;
    writer.line`if (!(${printBuiltIn(writer, name, value, given)})) ${this.#fail};`;
    writer.close();
  }

  /** Calls the registered validator, and writes its answer down. */
  #printCall(one: RuleConstraint, record: ValidationRecord, value: Code): void {
    const writer = this.#writer;
    const object = this.#object;
    const { name } = this.#plan.target;
    const answer = writer.variable('answer');
    const args = writer.variable('args');
    const instance = one.instance ? writer.code`${one.instance}` : writer.code`${this.#instanceOf}(${one})`;
    const targetName = writer.code`${object}.constructor === ${this.#plan.target} ? ${name} : ${object}.constructor ? ${object}.constructor.name : void 0`;
    const constraints = record.constraints;
    writer.line`const ${args} = { targetName: ${targetName}, property: ${record.propertyName}, object: ${object}, value: ${value}, constraints: ${constraints} };`;
    const isOne = writer.code`${answer} === true || ${isPlainYes}(${answer})`;
    if (!record.each) {
      writer.line`const ${answer} = ${this.#run}.note(${instance}.validate(${value}, ${args}));`;
      writer.line`if (!(${isOne})) return false;`;
      return;
    }
    writer.line`const ${answer} = Array.isArray(${value}) || ${value} instanceof Set || ${value} instanceof Map`;
    writer.line`  ? ${valuesOf}(${value}).map((each) => ${instance}.validate(each, ${args})) : ${instance}.validate(${value}, ${args});`;
    writer.line`${this.#run}.note(${answer});`;
    writer.line`if (!(Array.isArray(${answer}) ? ${answer}.every(${isPlainYes}) : ${isOne})) return false;`;
  }

  #printNested(records: readonly ValidationRecord[], value: Code): void {
    const writer = this.#writer;
    // Twice decorated, twice validated: so rare that the collection of errors does it alone.
    if (records.length > 1) {
      writer.line`if (${value} !== undefined) return false;`;
      return;
    }
    const site = new NestedSite(this.#options.skipsNull || this.#options.skipsMissing);
    const each = writer.variable('each');
    const index = writer.variable('index');
    writer.open`if (${value} !== undefined) {`;
    writer.open`if (Array.isArray(${value})) {`;
    writer.open`for (let ${index} = 0; ${index} < ${value}.length; ${index}++) {`;
    writer.line`const ${each} = ${value}[${index}];`;
    this.#printObject(site, each);
    writer.close();
    writer.reopen`} else {`;
    this.#printObject(site, value);
    writer.close();
    writer.close();
  }

  #printObject(site: NestedSite, value: Code): void {
    const writer = this.#writer;
    const isKnown = writer.code`${value} instanceof Object && ${value}.constructor === ${site}.target && (${site}.turn === ${this.#run}.turn || ${site}.isStillCurrent(${this.#run}))`;
    writer.line`if (!(${isKnown} ? ${site}.check(${value}, ${this.#run}) : ${site}.checkAny(${value}, ${this.#run}))) return false;`;
  }
}

function isPlainYes(answer: unknown): boolean {
  return Boolean(answer) && !isPromise(answer);
}

function valuesOf(value: unknown[] | Set<unknown> | Map<unknown, unknown>): unknown[] {
  return Array.isArray(value) ? value : Array.from(value.values());
}
