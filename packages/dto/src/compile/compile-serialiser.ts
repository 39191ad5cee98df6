import type { ConversionPlan, PropertyPlan } from '../ir/conversion-plan.js';
import { readDesignType } from '../read/read-conversion.js';
import { CodeWriter, type Code } from './code-writer.js';
import { hasEnumerableKeys, mayGenerate } from './compile-conversion.js';
import type { CompiledConversion, ConversionRun, ConversionSet, Serialiser } from './conversion-set.js';
import { convertProperty, convertValue, isForbiddenKey } from './convert-value.js';
import { isBlind, isUserClass, printDeclaredType, type DeclaredType } from './declared-type.js';
import { escapeText, quote, quoteInner, quoteTime } from './json-text.js';
import { serialiseAny, serialiseList, serialiseUnknown } from './serialise-value.js';

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
    serialiser.serialiseValue = printValueSerialiser(target, serialiser, plan.options.isClosed);
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
  if (!plan.takesOwnKeys) return new SerialiserPrinter(plan, set).printListed(first);
  const byKey = new SerialiserPrinter(plan, set).printByKey(serialiseSlowly);
  const order = Object.keys(first);
  const isKnown = order.every((key) => plan.properties.has(key));
  return isKnown && !hasEnumerableKeys(plan.target as Function)
    ? new SerialiserPrinter(plan, set).printOrdered(order, first, byKey)
    : byKey;
}

/** What a property will mostly hold. What it holds is looked at all the same; this says what is looked for first. */
type Expected = 'string' | 'number' | 'boolean' | 'date' | 'list' | undefined;

/** Guesses what a property will hold, by the first object. Getters are not asked: that would be once too often. */
function expectedOf(first: object, property: PropertyPlan, target: Function): Expected {
  const { key, transforms } = property;
  if (transforms.length > 0) return undefined;
  const value: unknown = Object.getOwnPropertyDescriptor(first, key)?.value;
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value as Expected;
    default:
      if (value instanceof Date) return 'date';
      if (Array.isArray(value)) return 'list';
      return value === undefined || value === null ? EXPECTED_BY_DESIGN.get(designType(target, property)) : undefined;
  }
}

function designType(target: Function, { name }: PropertyPlan): unknown {
  // Without reflect-metadata nothing was emitted either.
  return 'getMetadata' in Reflect ? readDesignType(target, name) : undefined;
}

const EXPECTED_BY_DESIGN: ReadonlyMap<unknown, Expected> = new Map<unknown, Expected>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
  [Date, 'date'],
  [Array, 'list'],
]);

/**
 * Prints functions that write one object.
 *
 * ```ts
 * @Exclude()
 * class OrderView {
 *   @Expose() id: number;
 *   @Expose() name: string;
 *   @Expose({ name: 'lines' }) @Type(() => LineView) items: LineView[];
 * }
 *
 * function serialiseObject(run, value) {
 *   let isPlain = true;                                        // all strings are where strings are expected, and nothing is missing
 *   let id, name, lines;
 *   const part1 = typeof value['id'] === 'function' ? … : value['id'];
 *   if (typeof part1 === 'number' && part1 - part1 === 0) id = `${part1}`;
 *   else if ((id = serialiseAny(run, part1)) === undefined) isPlain = false;
 *   const part2 = …;
 *   if (typeof part2 === 'string') name = escapeText(part2);   // its quotes are in the text below
 *   else { name = serialiseAny(run, part2); isPlain = false; }
 *   const part3 = …;
 *   const type3 = typeOfItems();
 *   lines = type3 === LineView ? lineView.serialiseValue(run, part3) : JSON.stringify(convertValue(run, part3, type3, …));
 *   if (lines === undefined) isPlain = false;
 *   if (isPlain) return '{"id":' + id + ',"name":"' + name + '","lines":' + lines + '}';
 *   let text = '';
 *   if (id !== undefined) text += (text.length === 0 ? '{"id":' : ',"id":') + id;
 *   if (name !== undefined) text += (text.length === 0 ? '{"name":' : ',"name":') + (typeof part2 === 'string' ? '"' + name + '"' : name);
 *   …
 *   return text.length === 0 ? '{}' : text + '}';
 * }
 * ```
 *
 * Half of the time goes into putting texts together. So the quotes of strings are part of the names around them, and a
 * number becomes a text by itself: `'' + 1` is much slower where both kinds come.
 */
class SerialiserPrinter {
  readonly #plan: ConversionPlan;
  readonly #set: ConversionSet;
  readonly #writer = new CodeWriter();
  readonly #run = this.#writer.variable('run');
  readonly #value = this.#writer.variable('value');
  readonly #text = this.#writer.variable('text');
  readonly #isPlain = this.#writer.variable('isPlain');
  /** The run for parts of which no class is declared. */
  readonly #open: Code;

  constructor(plan: ConversionPlan, set: ConversionSet) {
    this.#plan = plan;
    this.#set = set;
    this.#open = plan.options.isClosed ? this.#writer.variable('open') : this.#run;
  }

  /** For a class that shows listed keys alone. */
  printListed(first: object): Serialiser['serialiseObject'] {
    this.#begin();
    return this.#finishKnown(this.#plan.listedKeys, first);
  }

  /** For any keys in any order. */
  printByKey(serialiseSlowly: Serialiser['serialiseObject']): Serialiser['serialiseObject'] {
    this.#begin();
    this.#writer.line`let ${this.#text} = "";`;
    this.#printOwnKeys(serialiseSlowly);
    return this.#finish();
  }

  /** For certain keys in a certain order. */
  printOrdered(
    order: readonly string[],
    first: object,
    otherwise: Serialiser['serialiseObject'],
  ): Serialiser['serialiseObject'] {
    const writer = this.#writer;
    const count = writer.variable('count');
    const key = writer.variable('key');
    writer.line`let ${count} = 0;`;
    writer.open`for (const ${key} in ${this.#value}) {`;
    writer.line`if (${key} !== ${order}[${count}]) return ${otherwise}(${this.#run}, ${this.#value});`;
    writer.line`${count}++;`;
    writer.close();
    writer.line`if (${count} !== ${order.length}) return ${otherwise}(${this.#run}, ${this.#value});`;
    this.#begin();
    return this.#finishKnown(new Set([...order, ...this.#plan.listedKeys]), first);
  }

  #begin(): void {
    if (this.#open !== this.#run) this.#writer.line`const ${this.#open} = ${this.#run}.open;`;
  }

  #finish(): Serialiser['serialiseObject'] {
    const writer = this.#writer;
    writer.line`return ${this.#text}.length === 0 ? "{}" : ${this.#text} + "}";`;
    return writer.compile([this.#run, this.#value], 'serialiseObject');
  }

  /** Prints the properties of keys that are known, then how their texts become one. */
  #finishKnown(keys: Iterable<PropertyKey>, first: object): Serialiser['serialiseObject'] {
    const writer = this.#writer;
    writer.line`let ${this.#isPlain} = true;`;
    const shown = [...keys]
      .map((key) => this.#plan.properties.get(key) as PropertyPlan)
      .filter(({ key, isDropped }) => !isDropped && !isForbiddenKey(key, this.#plan))
      .map((property) => ({
        name: JSON.stringify(property.into),
        ...this.#printProperty(property, expectedOf(first, property, this.#plan.target as Function)),
      }));
    if (shown.length > 0) {
      let before = '{';
      const parts: Code[] = [];
      for (const { name, json, isInner } of shown) {
        parts.push(writer.code`${`${before}${name}:${isInner ? '"' : ''}`}`, json);
        before = isInner ? '",' : ',';
      }
      parts.push(writer.code`${before.replace(',', '}')}`);
      writer.line`if (${this.#isPlain}) return ${writer.join(parts, ' + ')};`;
    }
    writer.line`let ${this.#text} = "";`;
    for (const { name, json, isInner } of shown) {
      this.#printAppending(name, json, isInner ? writer.code`(${isInner} ? ${quoteInner}(${json}) : ${json})` : json);
    }
    return this.#finish();
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
    writer.line`let ${this.#isPlain} = true;`;
    writer.line`const ${keys} = ${Object.keys}(${this.#value});`;
    for (const listed of plan.listedKeys) {
      writer.line`if (!${hasOwn}(${this.#value}, ${listed})) ${keys}.push(${listed});`;
    }
    writer.open`for (let ${index} = 0; ${index} < ${keys}.length; ${index}++) {`;
    writer.line`const ${key} = ${keys}[${index}];`;
    writer.open`switch (${key}) {`;
    for (const property of plan.properties.values()) {
      writer.open`case ${property.key}: {`;
      if (!property.isDropped && !isForbiddenKey(property.key, plan)) {
        const printed = this.#printProperty(property, undefined);
        this.#printAppending(JSON.stringify(property.into), printed.json, printed.json);
      }
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

  /** Prints the appending of a property that is there. */
  #printAppending(name: string, json: Code, text: Code): void {
    this.#writer
      .line`if (${json} !== undefined) ${this.#text} += (${this.#text}.length === 0 ? ${`{${name}:`} : ${`,${name}:`}) + ${text};`;
  }

  /**
   * Prints what makes a text of one property.
   *
   * @returns the variable that holds the text, or undefined for what JSON has no word for; and if a string was
   * expected, the condition under which the text is what stands between the quotes
   */
  #printProperty(property: PropertyPlan, expected: Expected): { json: Code; isInner: Code | undefined } {
    const writer = this.#writer;
    const run = this.#run;
    const value = this.#value;
    const { key, into, type, transforms } = property;
    const json = writer.variable('json');
    writer.line`let ${json};`;
    if (
      key in Object.prototype ||
      into in Object.prototype ||
      (type && (type.discriminator || type.reflected === Map || !type.typeOf))
    ) {
      const holder = writer.variable('holder');
      writer.line`const ${holder} = ${Object.create}(null);`;
      writer.line`${convertProperty}(${run}, ${this.#plan}, ${key}, ${value}, ${holder}, false, undefined, undefined);`;
      this.#printGeneral(json, writer.code`${JSON.stringify}(${holder}[${into}])`);
      return { json, isInner: undefined };
    }
    const raw = writer.variable('raw');
    const part = writer.variable('part');
    writer.line`const ${raw} = ${value}[${key}];`;
    writer.line`const ${part} = typeof ${raw} === "function" ? ${Reflect.apply}(${raw}, ${value}, []) : ${raw};`;
    const declared = printDeclaredType(writer, property, undefined);
    if (transforms.length === 0) return { json, isInner: this.#printPart(json, part, declared, expected) };
    const shown = writer.variable('shown');
    writer.line`let ${shown} = ${raw};`;
    for (const transform of transforms) {
      writer.line`${shown} = ${transform}({ value: ${shown}, key: ${key}, obj: ${value}, type: ${this.#plan.direction}, options: ${run}.options });`;
    }
    writer.line`if (${shown} === ${raw}) ${shown} = ${part};`;
    const inner = declared.code === undefined ? this.#open : run;
    // The original goes by what stood there before the transform, be it a Map or not.
    writer.open`if ((typeof ${part} === "object" || typeof ${shown} === "object") && ${shown} !== ${part} && (${part} instanceof ${Map} || ${shown} instanceof ${Map})) {`;
    this.#printGeneral(
      json,
      writer.code`${JSON.stringify}(${convertValue}(${inner}, ${shown}, ${declared.code}, undefined, ${part} instanceof ${Map}, undefined))`,
    );
    writer.reopen`} else {`;
    if (declared.code === undefined) writer.line`if (typeof ${shown} === "string") ${json} = ${quote}(${shown}); else`;
    this.#printPart(json, shown, declared, undefined);
    writer.close();
    return { json, isInner: undefined };
  }

  /** Prints what makes a text of a part: what is expected first, then all else. */
  #printPart(json: Code, part: Code, { code, guess }: DeclaredType, expected: Expected): Code | undefined {
    const writer = this.#writer;
    const isDeclared = code === undefined ? writer.code`` : writer.code`${code} === ${writer.reference(guess)} && `;
    const isString = writer.code`${isDeclared}typeof ${part} === "string"`;
    // The difference is zero for finite numbers alone.
    const isNumber = writer.code`${isDeclared}typeof ${part} === "number" && ${part} - ${part} === 0`;
    const isDate = writer.code`${isDeclared}typeof ${part} === "object" && ${part} !== null && ${Object.getPrototypeOf}(${part}) === ${Date.prototype}`;
    const general =
      code === undefined
        ? writer.code`${serialiseAny}(${this.#open}, ${part})`
        : writer.code`${JSON.stringify}(${convertValue}(${this.#run}, ${part}, ${code}, undefined, ${part} instanceof ${Map}, undefined))`;
    const first = code === undefined ? expected : EXPECTED_BY_DESIGN.get(guess);
    switch (first) {
      case 'string':
        if (expected === 'string') {
          writer.line`if (${isString}) ${json} = ${escapeText}(${part});`;
          writer.line`else { ${json} = ${general}; ${this.#isPlain} = false; }`;
          return isString;
        }
        writer.line`if (${isString}) ${json} = ${quote}(${part}); else`;
        break;
      case 'number':
        writer.line`if (${isNumber}) ${json} = \`\${${part}}\`; else`;
        break;
      case 'boolean':
        if (code === undefined)
          writer.line`if (typeof ${part} === "boolean") ${json} = ${part} ? "true" : "false"; else`;
        break;
      case 'date':
        writer.line`if (${isDate}) ${json} = ${quoteTime}(${part}.getTime()); else`;
        break;
      case 'list':
        if (code === undefined)
          writer.line`if (${Array.isArray}(${part})) ${json} = ${serialiseList}(${this.#open}, ${part}); else`;
        break;
      case undefined:
        if (isUserClass(guess)) {
          const nested = writer.reference(this.#set.serialiserOf(guess));
          this.#printGeneral(
            json,
            writer.code`${code} === ${writer.reference(guess)} ? ${nested}.serialiseValue(${this.#run}, ${part}) : ${general}`,
          );
          return undefined;
        }
    }
    this.#printGeneral(json, general);
    return undefined;
  }

  #printGeneral(json: Code, expression: Code): void {
    this.#writer.line`if ((${json} = ${expression}) === undefined) ${this.#isPlain} = false;`;
  }
}

/**
 * The prototypes of objects that are written property by property, whatever their class is: a closed class shows its own
 * properties of any object, such as a row or an entity.
 */
class ReadablePrototypes {
  /** The objects of a list are mostly of one class. */
  last: unknown = Object.prototype;
  readonly #known = new WeakSet<object>([Object.prototype]);

  admits(prototype: unknown): boolean {
    if (typeof prototype !== 'object' || prototype === null) return false;
    if (!this.#known.has(prototype)) {
      if (OTHERWISE_WRITTEN.some((type) => prototype === type.prototype || prototype instanceof type)) return false;
      this.#known.add(prototype);
    }
    this.last = prototype;
    return true;
  }
}

/** What is not written property by property. */
const OTHERWISE_WRITTEN: readonly Function[] = [Array, Set, Map, Date, Promise, Uint8Array, Function];

/**
 * Prints the function that writes any value for which a class is declared: an object, a list of them, or nothing.
 *
 * It amounts to this:
 * ```ts
 * function serialiseValue(run, value) {
 *   if (typeof value === 'object' && value !== null && getPrototypeOf(value) === OrderView.prototype && …) return serialiseObject(run, value);
 *   if (typeof value !== 'object' || value === null) return JSON.stringify(value);
 *   if (isArray(value)) { … }                                // each item as a value, between brackets
 *   return JSON.stringify(convertValue(run, value, OrderView, …));
 * }
 * ```
 */
function printValueSerialiser(
  target: Function,
  serialiser: Serialiser,
  isClosed: boolean,
): Serialiser['serialiseValue'] {
  const writer = new CodeWriter();
  const [run, value, text, item, index, json] = [
    writer.variable('run'),
    writer.variable('value'),
    writer.variable('text'),
    writer.variable('item'),
    writer.variable('index'),
    writer.variable('json'),
  ];
  const readable = writer.reference(new ReadablePrototypes());
  const isOrdinary = (each: Code): Code => {
    const prototype = writer.code`${Object.getPrototypeOf}(${each})`;
    const isReadable = isClosed
      ? writer.code`(${prototype} === ${readable}.last || ${readable}.admits(${prototype}))`
      : writer.code`(${prototype} === ${target.prototype} || ${prototype} === ${Object.prototype})`;
    // In this order: once the engine has seen what the object is, asking for its prototype costs nothing.
    return writer.code`typeof ${each} === "object" && ${each} !== null && typeof ${each}.then !== "function" && ${isReadable} && ${run}.tags === undefined`;
  };
  writer.line`if (${isOrdinary(value)}) return ${serialiser}.serialiseObject(${run}, ${value});`;
  writer.line`if (typeof ${value} !== "object" || ${value} === null) return ${JSON.stringify}(${value});`;
  writer.open`if (${Array.isArray}(${value})) {`;
  writer.line`let ${text} = "";`;
  writer.open`for (let ${index} = 0, end = ${value}.length; ${index} < end; ${index}++) {`;
  writer.line`const ${item} = ${value}[${index}];`;
  writer.line`if (${item} === undefined && !(${index} in ${value})) continue;`;
  writer.line`const ${json} = ${isOrdinary(item)} ? ${serialiser}.serialiseObject(${run}, ${item}) : serialiseValue(${run}, ${item});`;
  writer.line`if (${text}.length > 0) ${text} += ",";`;
  writer.line`${text} += ${json} === undefined ? "null" : ${json};`;
  writer.close();
  writer.line`return "[" + ${text} + "]";`;
  writer.close();
  writer.line`return ${JSON.stringify}(${convertValue}(${run}, ${value}, ${target}, undefined, ${value} instanceof ${Map}, undefined));`;
  return writer.compile([run, value], 'serialiseValue');
}
