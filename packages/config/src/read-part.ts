import { type Class, type Diagnostic, formatPlace, type Place, type Where } from '@tenon/core';
import { ClassChecks } from './checks.js';
import * as faults from './errors.js';
import { type PropertyRecord, recordsOf } from './property.js';
import { reflectPropertyType } from './reflected-types.js';
import { readTargetType, type TargetType } from './target-type.js';
import { isVariableName, variableName } from './variable-name.js';

/** A configuration class, or a group in one, and how it is to be read. */
export interface Part {
  readonly type: Class<object>;
  /** What the names of its variables begin with. */
  readonly prefix: string;
  /** The class that it belongs to, then the properties that lead to it: `['DatabaseConfig', 'tls']`. */
  readonly path: readonly string[];
  /** Whether all in it is secret. */
  readonly isSecret: boolean;
  /** Where a decorator stood that is nearest to it. */
  readonly place: Place;
  /** The classes that it stands in, itself included. */
  readonly within: readonly unknown[];
}

/** A property that is read from one variable. */
export interface SingleProperty {
  readonly key: string;
  readonly site: faults.Site;
  readonly target: Exclude<TargetType, { kind: 'unknown' | 'group' }>;
}

/** A property that is made of others, and is checked once they are right. */
export interface DerivedProperty {
  readonly key: string;
  /** `DatabaseConfig.dsn`. */
  readonly property: string;
  readonly where: Where;
}

/** A property that has variables of its own for each of its properties. */
export interface GroupProperty extends DerivedProperty {
  readonly part: Part;
}

/** What is to be read into one part. */
export interface PartReading {
  readonly checks: ClassChecks;
  /** All properties, in the order of their declarations where the compiler keeps it. */
  readonly keys: readonly string[];
  readonly singles: SingleProperty[];
  readonly groups: GroupProperty[];
  readonly getters: DerivedProperty[];
  /** The keys of what must not be printed. */
  readonly secrets: Set<string>;
  /** What is wrong with the class, whatever the variables are. */
  readonly faults: Diagnostic[];
}

/**
 * Reads from a class which variables it has and what each is to become.
 *
 * @param instance - a new one, with its defaults
 */
export function readPart(part: Part, instance: object): PartReading {
  const checks = new ClassChecks(part.type);
  const records = recordsOf(part.type.prototype as object);
  const keys = [...new Set([...Object.keys(instance), ...checks.properties.keys(), ...records.keys()])];
  const reading: PartReading = { checks, keys, singles: [], groups: [], getters: [], secrets: new Set(), faults: [] };

  for (const key of keys) {
    const record = records.get(key);
    const path = [...part.path, key];
    const place = record?.place ?? part.place;
    const where: Where = {
      signature: path.join('.'),
      // Only faults are asked for it: the way to the source, by a map of it, takes milliseconds.
      get place() {
        return formatPlace(place);
      },
    };
    const property = path.join('.');
    const isSecret = part.isSecret || record?.isSecret === true;
    if (isSecret) reading.secrets.add(key);
    if (isGetter(instance, key)) {
      reading.getters.push({ key, property, where });
      continue;
    }
    const emitted = reflectPropertyType(part.type.prototype as object, key);
    const standard = (instance as Record<string, unknown>)[key];
    const target = readTargetType({ emitted, checks: checks.properties.get(key), record, standard });
    const isDecorated = record !== undefined || checks.properties.has(key);

    if (target.kind === 'group') {
      const { type } = target;
      if (part.within.includes(type)) {
        reading.faults.push(faults.unknownType(where, { property, problem: 'is a group that contains itself' }));
        continue;
      }
      const prefix = `${record?.variable ?? part.prefix + variableName(key)}_`;
      const group = { type, prefix, path, isSecret, place, within: [...part.within, type] };
      reading.groups.push({ key, property, where, part: group });
    } else if (!isDecorated) {
      // A method that is written as a property is no configuration.
      if (typeof standard !== 'function') reading.faults.push(faults.undecorated(where, { property }));
    } else if (target.kind === 'unknown') {
      reading.faults.push(faults.unknownType(where, { property, problem: target.problem }));
    } else {
      const variable = record?.variable ?? part.prefix + variableName(key);
      if (isNameOf(variable, record))
        reading.singles.push({ key, site: { where, property, variable, isSecret }, target });
      else reading.faults.push(faults.badName(where, { property, variable }));
    }
  }
  return reading;
}

/** Names that are given on purpose may be any that a system admits. */
function isNameOf(variable: string, record: PropertyRecord | undefined): boolean {
  return record?.variable === undefined ? isVariableName(variable) : /^[^\s=\0]+$/.test(variable);
}

/** Whether a property is a getter of the class, and so nothing that could be set. */
function isGetter(instance: object, key: string): boolean {
  if (Object.hasOwn(instance, key)) return false;
  for (let at: unknown = Object.getPrototypeOf(instance); at !== null; at = Object.getPrototypeOf(at)) {
    const descriptor = Object.getOwnPropertyDescriptor(at, key);
    if (descriptor) return descriptor.get !== undefined;
  }
  return false;
}
