import type { ConversionPlan, PropertyPlan } from '../ir/conversion-plan.js';
import { CodeWriter, type Code } from './code-writer.js';
import { convertOddMap, hasEnumerableKeys, mayGenerate } from './compile-conversion.js';
import type { CompiledConversion, ConversionRun, ConversionSet, Serialiser } from './conversion-set.js';
import { convertProperty, convertValue, isForbiddenKey } from './convert-value.js';
import { isBlind, isUserClass, printDeclaredType, type DeclaredType } from './declared-type.js';
import { quote, quoteTime } from './json-text.js';
import { serialiseAny, serialiseUnknown } from './serialise-value.js';

/** Says that a transform did nothing with Maps. */
const EVEN = Symbol('even');

/** Makes what writes the objects of a class. Its functions are generated at the first object. */
export function compileSerialiser({ plan }: CompiledConversion, set: ConversionSet): Serialiser {
  const target = plan.target as Function;
  const serialiseSlowly = (run: ConversionRun, value: object): string =>
    JSON.stringify(set.of(target).convertObject(run, value));
  const serialiser: Serialiser = {
    serialiseObject: serialiseSlowly,
    serialiseValue: (run, value) => JSON.stringify(convertValue(run, value, target, undefined, value instanceof Map)),
  };
  if (set.isGenerated && mayGenerate(plan) && isWritable(plan)) {
    serialiser.serialiseObject = (run, value) => {
      serialiser.serialiseObject = printObjectSerialiser(plan, set, value, serialiseSlowly);
      return serialiser.serialiseObject(run, value);
    };
    serialiser.serialiseValue = printValueSerialiser(target, serialiser);
  }
  return serialiser;
}

/**
 * Says whether the text can be written key by key, as the keys come.
 *
 * Not if two properties have one name, of which the last would win, or one is named by a number, which an object
 * would put first; nor if a type asks for the object that would have been made.
 */
function isWritable({ properties, takesOwnKeys, listedKeys }: ConversionPlan): boolean {
  const shown = [...properties.values()].filter(({ key, isDropped }) =>
    takesOwnKeys ? !isDropped : listedKeys.includes(key),
  );
  if (new Set(shown.map(({ into }) => into)).size < shown.length) return false;
  return shown.every(
    ({ into, type }) =>
      typeof into === 'string' &&
      !/^\d+$/.test(into) &&
      into !== '__proto__' &&
      (!type?.typeOf || isBlind(type.typeOf)),
  );
}

/**
 * Prints the function that writes one object, for the order of keys that the first object has.
 *
 * Objects of one class have their keys in one order nearly always; others are written key by key. Only names that
 * decorators gave enter the text: if the first object has other keys too, all are written key by key.
 */
function printObjectSerialiser(
  plan: ConversionPlan,
  set: ConversionSet,
  first: object,
  serialiseSlowly: Serialiser['serialiseObject'],
): Serialiser['serialiseObject'] {
  const printer = new SerialiserPrinter(plan, set);
  if (!plan.takesOwnKeys) return printer.printListed();
  const byKey = printer.printByKey(serialiseSlowly);
  const order = Object.keys(first);
  const isKnown = order.every((key) => plan.properties.has(key));
  return isKnown && !hasEnumerableKeys(plan.target as Function)
    ? new SerialiserPrinter(plan, set).printOrdered(order, byKey)
    : byKey;
}

/**
 * Prints functions that write one object.
 *
 * ```ts
 * @Exclude()
 * class OrderView {
 *   @Expose() id: number;
 *   @Expose({ name: 'lines' }) @Type(() => LineView) items: LineView[];
 * }
 *
 * function serialiseObject(run, value) {
 *   let text = '';
 *   {
 *     const raw = value['id'];
 *     const part = typeof raw === 'function' ? Reflect.apply(raw, value, []) : raw;
 *     if (typeof part === 'string') text += '{"id":' + quote(part);
 *     else if (typeof part === 'number' && part - part === 0) text += '{"id":' + part;
 *     else { const json = serialiseAny(run, part); if (json !== undefined) text += '{"id":' + json; }
 *   }
 *   {
 *     const part = …;
 *     const type = typeOfItems();
 *     const json = type === LineView ? lineView.serialiseValue(run, part) : JSON.stringify(convertValue(run, part, type, …));
 *     if (json !== undefined) text += (text.length === 0 ? '{"lines":' : ',"lines":') + json;
 *   }
 *   return text.length === 0 ? '{}' : text + '}';
 * }
 * ```
 */
class SerialiserPrinter {
  readonly #plan: ConversionPlan;
  readonly #set: ConversionSet;
  readonly #writer = new CodeWriter();
  readonly #run = this.#writer.variable('run');
  readonly #value = this.#writer.variable('value');
  readonly #text = this.#writer.variable('text');
  /** The run for parts of which no class is declared. */
  readonly #open: Code;
  /** Whether nothing can have been written yet. */
  #isFirst = true;

  constructor(plan: ConversionPlan, set: ConversionSet) {
    this.#plan = plan;
    this.#set = set;
    this.#open = plan.options.isClosed ? this.#writer.code`${this.#run}.open` : this.#run;
  }

  /** For a class that shows listed keys alone. */
  printListed(): Serialiser['serialiseObject'] {
    return this.#print(() => this.#printKeys(this.#plan.listedKeys));
  }

  /** For any keys in any order. */
  printByKey(serialiseSlowly: Serialiser['serialiseObject']): Serialiser['serialiseObject'] {
    return this.#print(() => this.#printOwnKeys(serialiseSlowly));
  }

  /** For certain keys in a certain order. */
  printOrdered(order: readonly string[], otherwise: Serialiser['serialiseObject']): Serialiser['serialiseObject'] {
    const writer = this.#writer;
    return this.#print(() => {
      const count = writer.variable('count');
      const key = writer.variable('key');
      writer.line`let ${count} = 0;`;
      writer.open`for (const ${key} in ${this.#value}) {`;
      writer.line`if (${key} !== ${order}[${count}]) return ${otherwise}(${this.#run}, ${this.#value});`;
      writer.line`${count}++;`;
      writer.close();
      writer.line`if (${count} !== ${order.length}) return ${otherwise}(${this.#run}, ${this.#value});`;
      this.#printKeys(new Set([...order, ...this.#plan.listedKeys]));
    });
  }

  #print(printBody: () => void): Serialiser['serialiseObject'] {
    const writer = this.#writer;
    writer.line`let ${this.#text} = "";`;
    printBody();
    writer.line`return ${this.#text}.length === 0 ? "{}" : ${this.#text} + "}";`;
    return writer.compile([this.#run, this.#value], 'serialiseObject');
  }

  #printKeys(keys: Iterable<PropertyKey>): void {
    for (const key of keys) {
      const property = this.#plan.properties.get(key) as PropertyPlan;
      if (!property.isDropped) this.#printProperty(property);
    }
  }

  #printOwnKeys(serialiseSlowly: Serialiser['serialiseObject']): void {
    const writer = this.#writer;
    const plan = this.#plan;
    const [keys, index, key, json] = [
      writer.variable('keys'),
      writer.variable('index'),
      writer.variable('key'),
      writer.variable('json'),
    ];
    // oxlint-disable-next-line typescript/unbound-method -- it is called on the value
    const hasOwn = writer.code`${Object.prototype.hasOwnProperty}.call`;
    for (const property of plan.properties.values()) {
      // An undecorated property of the same name would be overwritten by the renamed one, or would overwrite it.
      if (property.into === property.key || plan.properties.has(property.into)) continue;
      writer.line`if (${hasOwn}(${this.#value}, ${property.into})) return ${serialiseSlowly}(${this.#run}, ${this.#value});`;
    }
    writer.line`const ${keys} = ${Object.keys}(${this.#value});`;
    for (const listed of plan.listedKeys) {
      writer.line`if (!${hasOwn}(${this.#value}, ${listed})) ${keys}.push(${listed});`;
    }
    this.#isFirst = false;
    writer.open`for (let ${index} = 0; ${index} < ${keys}.length; ${index}++) {`;
    writer.line`const ${key} = ${keys}[${index}];`;
    writer.open`switch (${key}) {`;
    for (const property of plan.properties.values()) {
      writer.open`case ${property.key}: {`;
      if (!property.isDropped) this.#printProperty(property);
      writer.line`break;`;
      writer.close();
    }
    writer.open`default: {`;
    writer.line`const ${json} = ${serialiseUnknown}(${this.#run}, ${plan}, ${key}, ${this.#value});`;
    writer.line`if (${json} !== undefined) ${this.#text} += (${this.#text}.length === 0 ? "{" : ",") + ${quote}(${key}) + ":" + ${json};`;
    writer.close();
    writer.close();
    writer.close();
  }

  #printProperty(property: PropertyPlan): void {
    const writer = this.#writer;
    const run = this.#run;
    const value = this.#value;
    const { key, into, type, transforms } = property;
    if (isForbiddenKey(key, this.#plan)) return;
    const name = this.#name(into as string);
    this.#isFirst = false;
    writer.open`{`;
    if (
      key in Object.prototype ||
      into in Object.prototype ||
      (type && (type.discriminator || type.reflected === Map || !type.typeOf))
    ) {
      const holder = writer.variable('holder');
      writer.line`const ${holder} = ${Object.create}(null);`;
      writer.line`${convertProperty}(${run}, ${this.#plan}, ${key}, ${value}, ${holder}, false, undefined, undefined);`;
      this.#printJson(name, writer.code`${JSON.stringify}(${holder}[${into}])`);
      writer.close();
      return;
    }
    const raw = writer.variable('raw');
    const part = writer.variable('part');
    writer.line`const ${raw} = ${value}[${key}];`;
    writer.line`const ${part} = typeof ${raw} === "function" ? ${Reflect.apply}(${raw}, ${value}, []) : ${raw};`;
    const declared = printDeclaredType(writer, property, undefined);
    if (transforms.length > 0) {
      const shown = writer.variable('shown');
      writer.line`let ${shown} = ${raw};`;
      for (const transform of transforms) {
        writer.line`${shown} = ${transform}({ value: ${shown}, key: ${key}, obj: ${value}, type: ${this.#plan.direction}, options: ${run}.options });`;
      }
      writer.line`if (${shown} === ${raw}) ${shown} = ${part};`;
      const inner = declared.code === undefined ? this.#open : run;
      // The text of an odd Map is that of the object that it becomes; a symbol stands for all else.
      const odd = writer.variable('odd');
      writer.line`const ${odd} = ${convertOddMap(writer, inner, part, shown, declared.code)} ${EVEN};`;
      writer.open`if (${odd} !== ${EVEN}) {`;
      this.#printJson(name, writer.code`${JSON.stringify}(${odd})`);
      writer.reopen`} else {`;
      this.#printPart(name, shown, declared);
      writer.close();
    } else {
      this.#printPart(name, part, declared);
    }
    writer.close();
  }

  /** Gives the expression of a property's name, with the brace or comma before it. */
  #name(into: string): Code {
    const first = `{${JSON.stringify(into)}:`;
    if (this.#isFirst) return this.#writer.code`${first}`;
    return this.#writer.code`(${this.#text}.length === 0 ? ${first} : ${`,${JSON.stringify(into)}:`})`;
  }

  #printPart(name: Code, part: Code, { code, guess }: DeclaredType): void {
    const writer = this.#writer;
    const text = this.#text;
    const isDeclared = code === undefined ? writer.code`true` : writer.code`${code} === ${writer.reference(guess)}`;
    const general =
      code === undefined
        ? writer.code`${serialiseAny}(${this.#open}, ${part})`
        : writer.code`${JSON.stringify}(${convertValue}(${this.#run}, ${part}, ${code}, undefined, ${part} instanceof ${Map}, undefined))`;
    if (code === undefined || guess === String || guess === Number || guess === Date) {
      if (code === undefined || guess === String) {
        writer.line`if (${isDeclared} && typeof ${part} === "string") ${text} += ${name} + ${quote}(${part}); else`;
      }
      if (code === undefined || guess === Number) {
        // The difference is zero for finite numbers alone.
        writer.line`if (${isDeclared} && typeof ${part} === "number" && ${part} - ${part} === 0) ${text} += ${name} + ${part}; else`;
      }
      if (code === undefined || guess === Date) {
        const isDate = writer.code`typeof ${part} === "object" && ${part} !== null && ${Object.getPrototypeOf}(${part}) === ${Date.prototype}`;
        writer.line`if (${isDeclared} && ${isDate}) ${text} += ${name} + ${quoteTime}(${part}.getTime()); else`;
      }
      writer.open`{`;
      this.#printJson(name, general);
      writer.close();
    } else if (isUserClass(guess)) {
      const nested = writer.reference(this.#set.serialiserOf(guess));
      this.#printJson(name, writer.code`${isDeclared} ? ${nested}.serialiseValue(${this.#run}, ${part}) : ${general}`);
    } else {
      this.#printJson(name, general);
    }
  }

  #printJson(name: Code, expression: Code): void {
    const json = this.#writer.variable('json');
    this.#writer.line`const ${json} = ${expression};`;
    this.#writer.line`if (${json} !== undefined) ${this.#text} += ${name} + ${json};`;
  }
}

/**
 * Prints the function that writes any value for which a class is declared: an object, a list of them, or nothing.
 *
 * It amounts to this:
 * ```ts
 * function serialiseValue(run, value) {
 *   if (typeof value !== 'object' || value === null) return JSON.stringify(value);
 *   if (isArray(value)) { … }                                // each item as a value, between brackets
 *   if (getPrototypeOf(value) === OrderView.prototype && …) return serialiseObject(run, value);
 *   return JSON.stringify(convertValue(run, value, OrderView, …));
 * }
 * ```
 */
function printValueSerialiser(target: Function, serialiser: Serialiser): Serialiser['serialiseValue'] {
  const writer = new CodeWriter();
  const [run, value, prototype, text, item, index, json] = [
    writer.variable('run'),
    writer.variable('value'),
    writer.variable('prototype'),
    writer.variable('text'),
    writer.variable('item'),
    writer.variable('index'),
    writer.variable('json'),
  ];
  writer.line`if (typeof ${value} !== "object" || ${value} === null) return ${JSON.stringify}(${value});`;
  writer.open`if (${Array.isArray}(${value})) {`;
  writer.line`let ${text} = "";`;
  writer.open`for (let ${index} = 0, end = ${value}.length; ${index} < end; ${index}++) {`;
  writer.line`const ${item} = ${value}[${index}];`;
  writer.line`if (${item} === undefined && !(${index} in ${value})) continue;`;
  writer.line`let ${json} = serialiseValue(${run}, ${item});`;
  writer.line`if (${json} === undefined) ${json} = "null";`;
  writer.line`${text} += ${text}.length === 0 ? ${json} : "," + ${json};`;
  writer.close();
  writer.line`return "[" + ${text} + "]";`;
  writer.close();
  writer.line`const ${prototype} = ${Object.getPrototypeOf}(${value});`;
  writer.open`if ((${prototype} === ${target.prototype} || ${prototype} === ${Object.prototype}) && typeof ${value}.then !== "function" && ${run}.tags === undefined) {`;
  writer.line`return ${serialiser}.serialiseObject(${run}, ${value});`;
  writer.close();
  writer.line`return ${JSON.stringify}(${convertValue}(${run}, ${value}, ${target}, undefined, ${value} instanceof ${Map}, undefined));`;
  return writer.compile([run, value], 'serialiseValue');
}
