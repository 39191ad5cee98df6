import type { AbstractClass, SubjectLoader, SubjectResolver } from '@tenon/core';
import type { EntityClass, EntityMetadata, EntityProperty } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import { type Failure, failureOf } from '../meanings/failure.js';

/** What the database says of a value that a property cannot have: nothing has it. */
const NAMES_NOTHING: ReadonlySet<Failure | undefined> = new Set<Failure>(['range', 'length', 'format']);

/**
 * Loads entities that a path names, by their key or by a property that is unique, without their relations.
 *
 * An application's own resolver counts more: for what is to be loaded with more, or found in another way.
 */
export class EntitySubjects implements SubjectResolver {
  readonly isFallback = true;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  loaderOf(type: AbstractClass, name: string): SubjectLoader | undefined {
    const entity = type as EntityClass<object>;
    const metadata = this.#database.orm.getMetadata().find(entity);
    const property = metadata?.props.find((each) => each.name === name);
    if (metadata === undefined || property === undefined || !isOneOfAKind(metadata, property)) return undefined;
    const read = readerOf(property);
    if (read === undefined) return undefined;
    return async (text) => {
      const value = read(text);
      if (value === undefined) return undefined;
      try {
        return await this.#database.em.findOne(entity, { [name]: value });
      } catch (error) {
        if (NAMES_NOTHING.has(failureOf(error))) return undefined;
        throw error;
      }
    };
  }
}

/** Whether a value of the property names one entity at most. */
function isOneOfAKind({ primaryKeys, uniques }: EntityMetadata, { name, unique = false }: EntityProperty): boolean {
  if (primaryKeys.length === 1 && primaryKeys[0] === name) return true;
  return unique !== false || uniques.some(({ properties }) => [properties].flat().join() === name);
}

/** Gives how a text from a path becomes a property's value: undefined if it is none. Undefined for what is no text or number. */
function readerOf({ runtimeType }: EntityProperty): ((text: string) => unknown) | undefined {
  switch (runtimeType) {
    case 'string':
      return (text) => text;
    case 'number':
      return (text) => (INTEGER.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined);
    case 'bigint':
      return (text) => (INTEGER.test(text) ? BigInt(text) : undefined);
    default:
      return undefined;
  }
}

/** As a number is written: each has one form, so that each object has one address. 19 digits are what a column can hold. */
const INTEGER = /^(?:0|-?[1-9]\d{0,18})$/;
