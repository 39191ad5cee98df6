import type { CheckOptions } from '../ir/check-options.js';
import type { PropertyCheck } from '../ir/check-plan.js';
import { printBuiltIn, printSimple } from './built-ins.js';
import { CodeWriter, type Code } from './code-writer.js';
import { hasConstructor } from './compile-conversion.js';
import { parseDate } from './json-text.js';
import { doubts, ParsedProperty, predicatesOf } from './parsed-property.js';
import { checkUnknown, type Shape, type ShapeProperty, type ShapeTree } from './shape.js';

/**
 * Makes an instance of the validated properties of a plain object, or gives `undefined` for input that is not so
 * simple: then the general conversion has to do it.
 *
 * An instance that may be at fault is given too, and `doubts.count` has grown then: the check has the last word.
 */
export type Parse = (plain: object, depth: number) => object | undefined;

/**
 * Compiles the functions that read, check and build the objects of a class, and of all classes in it, in one pass.
 *
 * For `class Order { @IsString() id; @IsOptional() @IsInt() age; @Type(() => Line) @ValidateNested() lines }` it
 * amounts to
 *
 * ```js
 * function parse1(plain2, depth3) {
 *   if (typeof plain2.then === "function" || Object.getPrototypeOf(plain2) !== Object.prototype) return void 0;
 *   const made4 = new Order();
 *   let absent5 = 0, settled6 = 0;
 *   const value7 = plain2["id"];
 *   if (typeof value7 === "string") made4["id"] = value7;
 *   else if ((settled6 = id.settle(value7, plain2, made4, depth3)) < 0) return void 0; else absent5 += settled6;
 *   const value8 = plain2["age"];
 *   if (Number.isInteger(value8)) made4["age"] = value8;
 *   else if (value8 === void 0 && !("age" in plain2) && made4["age"] === void 0) absent5++;
 *   else … settled as above
 *   const value9 = plain2["lines"];
 *   if (Array.isArray(value9) && Object.getPrototypeOf(value9) === Array.prototype && value9.length <= 10000) {
 *     const list10 = value9.slice();
 *     for (let index11 = 0; index11 < list10.length; index11++) {
 *       const each12 = list10[index11];
 *       if (typeof each12 !== "object" || each12 === null) return void 0;
 *       const part13 = parse14(each12, depth3 + 2);
 *       if (part13 === void 0) return void 0;
 *       list10[index11] = part13;
 *     }
 *     made4["lines"] = list10;
 *   } else if (typeof value9 === "object" && value9 !== null) … parse14 of the object itself
 *   else … settled as above
 *   for (const key15 in plain2) if (++absent5 > 3 && absent5 > 1000) return void 0;
 *   if (absent5 > 3) checkUnknown(plain2, …);
 *   return made4;
 * }
 * function parse14(plain16, depth17) { … }
 * return parse1;
 * ```
 *
 * What is written out is what valid input of the usual form takes. All else is settled by a `ParsedProperty`: values
 * that have to be copied or converted, what is absent, and every fault.
 */
export function compileParser(tree: ShapeTree, options: CheckOptions): Parse {
  return new ParserPrinter(tree, options).print();
}

class ParserPrinter {
  readonly #tree: ShapeTree;
  readonly #options: CheckOptions;
  readonly #writer = new CodeWriter();
  readonly #names = new Map<Function, Code>();

  constructor(tree: ShapeTree, options: CheckOptions) {
    this.#tree = tree;
    this.#options = options;
    for (const target of tree.shapes.keys()) this.#names.set(target, this.#writer.variable('parse'));
  }

  print(): Parse {
    for (const shape of this.#tree.shapes.values()) this.#printShape(shape);
    this.#writer.line`return ${this.#nameOf(this.#tree.root)};`;
    return this.#writer.compile<() => Parse>([], 'parsers')();
  }

  #nameOf(target: Function): Code {
    return this.#names.get(target) as Code;
  }

  #printShape(shape: Shape): void {
    const writer = this.#writer;
    const { limits, guardsDepth } = this.#tree;
    const { target, properties } = shape;
    const plain = writer.variable('plain');
    const depth = writer.variable('depth');
    const made = writer.variable('made');
    const absent = writer.variable('absent');
    const settled = writer.variable('settled');
    const key = writer.variable('key');
    writer.open`function ${this.#nameOf(target)}(${plain}, ${depth}) {`;
    if (guardsDepth) writer.line`if (${depth} > ${limits.depth}) return void 0;`;
    // In this order: once the engine has seen what the object is, asking for its prototype costs nothing.
    writer.line`if (typeof ${plain}.then === "function" || Object.getPrototypeOf(${plain}) !== ${Object.prototype}) return void 0;`;
    writer.line`const ${made} = new ${target}();`;
    // A constructor may answer another object.
    if (hasConstructor(target)) writer.line`if (Object.getPrototypeOf(${made}) !== ${target.prototype}) return void 0;`;
    if (!shape.isChecked) writer.line`${doubts}.count++;`;
    writer.line`let ${absent} = 0, ${settled} = 0;`;
    for (const property of properties) this.#printProperty(property, shape, { plain, depth, made, absent, settled });
    // Too many keys are found while they are counted; whatever else there is too much of, after that.
    writer.line`for (const ${key} in ${plain}) if (++${absent} > ${properties.length} && ${absent} > ${limits.keys}) return void 0;`;
    writer.line`if (${absent} > ${properties.length}) ${checkUnknown}(${plain}, ${shape}, ${limits}, ${depth});`;
    writer.line`return ${made};`;
    writer.close();
  }

  #printProperty(property: ShapeProperty, shape: Shape, names: Names): void {
    const writer = this.#writer;
    const { name } = property;
    const value = writer.variable('value');
    writer.line`const ${value} = ${writer.property(names.plain, name)};`;
    const branches = this.#branchesOf(property, shape, value, names);
    branches.forEach(([condition, print], index) => {
      if (index === 0) writer.open`if (${condition}) {`;
      else writer.reopen`} else if (${condition}) {`;
      print();
    });
    if (branches.length > 0) writer.reopen`} else {`;
    const parsed = new ParsedProperty(property, this.#options, this.#tree.limits, shape.isChecked);
    const { plain, depth, made, absent, settled } = names;
    writer.line`if ((${settled} = ${parsed}.settle(${value}, ${plain}, ${made}, ${depth})) < 0) return void 0;`;
    writer.line`${absent} += ${settled};`;
    if (branches.length > 0) writer.close();
  }

  #branchesOf(property: ShapeProperty, { isChecked }: Shape, value: Code, names: Names): Branch[] {
    const writer = this.#writer;
    const { name, nested, type, mayBeList, check } = property;
    const into = writer.property(names.made, name);
    const branches: Branch[] = [];
    if (nested) {
      const parse = this.#nameOf(nested);
      if (mayBeList) branches.push(this.#listBranch(property, isChecked, parse, value, names));
      branches.push([
        writer.code`typeof ${value} === "object" && ${value} !== null && !Array.isArray(${value})`,
        () => {
          const part = writer.variable('part');
          writer.line`const ${part} = ${into} = ${parse}(${value}, ${names.depth} + 1);`;
          writer.line`if (${part} === void 0) return void 0;`;
          if (isChecked) this.#printRules(check, part);
        },
      ]);
      return branches;
    }
    if (type === Date) {
      branches.push([
        writer.code`typeof ${value} === "string"`,
        () => {
          const date = writer.variable('date');
          writer.line`const ${date} = ${into} = ${parseDate}(${value});`;
          if (isChecked) this.#printRules(check, date);
        },
      ]);
    } else {
      const accepted = this.#accepted(type, isChecked ? check : undefined, value);
      if (accepted) branches.push([accepted, () => writer.line`${into} = ${value};`]);
    }
    if (isChecked && check.isOptional) {
      branches.push([
        writer.code`${value} === void 0 && !(${name} in ${names.plain}) && ${into} === void 0`,
        () => writer.line`${names.absent}++;`,
      ]);
    }
    return branches;
  }

  #listBranch({ name, check }: ShapeProperty, isChecked: boolean, parse: Code, value: Code, names: Names): Branch {
    const writer = this.#writer;
    const { limits, guardsDepth } = this.#tree;
    const hasRoom = guardsDepth ? writer.code` && ${names.depth} < ${limits.depth}` : writer.code``;
    return [
      writer.code`Array.isArray(${value}) && Object.getPrototypeOf(${value}) === ${Array.prototype} && ${value}.length <= ${limits.items}${hasRoom}`,
      () => {
        const list = writer.variable('list');
        const index = writer.variable('index');
        const each = writer.variable('each');
        const part = writer.variable('part');
        // A copy has the right size at once.
        writer.line`const ${list} = ${value}.slice();`;
        writer.open`for (let ${index} = 0; ${index} < ${list}.length; ${index}++) {`;
        writer.line`const ${each} = ${list}[${index}];`;
        writer.line`if (typeof ${each} !== "object" || ${each} === null) return void 0;`;
        writer.line`const ${part} = ${parse}(${each}, ${names.depth} + 2);`;
        writer.line`if (${part} === void 0) return void 0;`;
        writer.line`${list}[${index}] = ${part};`;
        writer.close();
        writer.line`${writer.property(names.made, name)} = ${list};`;
        if (isChecked) this.#printRules(check, list);
      },
    ];
  }

  /** Prints the checks of a value that is an object. */
  #printRules({ definedRules, rules }: PropertyCheck, value: Code): void {
    const writer = this.#writer;
    const conditions = [...definedRules, ...rules].flatMap((rule) => {
      const { record, constraints } = rule;
      if (record.each) return predicatesOf(rule).map((accepts) => writer.code`${accepts}(${value})`);
      return constraints.map(({ builtIn }) => printBuiltIn(writer, builtIn as string, value, record.constraints ?? []));
    });
    if (conditions.length > 0) writer.line`if (!(${writer.join(conditions, ' && ')})) ${doubts}.count++;`;
  }

  /** Prints a condition under which a value is a string, number or boolean that stays as it is and is valid. */
  #accepted(type: unknown, check: PropertyCheck | undefined, value: Code): Code | undefined {
    const writer = this.#writer;
    const rules = check ? [...check.definedRules, ...check.rules] : [];
    if (rules.some(({ record }) => record.each)) return undefined;
    const printed = rules.flatMap(({ record, constraints }) =>
      constraints.map(({ builtIn }) => printSimple(writer, builtIn as string, value, record.constraints ?? [])),
    );
    const conditions = printed.map(({ code }) => code);
    if (type === String) conditions.unshift(writer.code`typeof ${value} === "string"`);
    else if (type === Number) conditions.unshift(writer.code`typeof ${value} === "number"`);
    else if (type === Boolean) conditions.unshift(writer.code`typeof ${value} === "boolean"`);
    else if (!printed.some(({ isSimple }) => isSimple))
      conditions.unshift(
        writer.code`(typeof ${value} === "string" || typeof ${value} === "number" || typeof ${value} === "boolean")`,
      );
    return writer.join(conditions, ' && ');
  }
}

type Names = Readonly<Record<'plain' | 'depth' | 'made' | 'absent' | 'settled', Code>>;
/** A condition, and what prints the deeds under it. */
type Branch = readonly [condition: Code, print: () => void];
