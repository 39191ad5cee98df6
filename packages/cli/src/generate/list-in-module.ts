import type { ArrayExpression, CallExpression, ObjectExpression, ObjectProperty } from 'oxc-parser';
import { appendItem } from './append-item.js';
import { importClass } from './import-class.js';
import { bare, importedName, ModuleSource, namedSpecifiers, NotEditable } from './module-source.js';
import type { ModuleList } from './plan.js';

/** A class that a module has to know. */
export interface Listed {
  readonly name: string;
  /** As the module's file imports it: `./order.controller.js`. */
  readonly path: string;
  readonly list: ModuleList;
}

/**
 * Lists a class in the module that a file declares, and imports it there. What is in the list already is left alone.
 *
 * It reads the syntax tree and writes between its nodes, so that all else stays as it stands, to the last comment.
 *
 * @param text - of the file
 * @returns the text after it
 * @throws NotEditable if the list does not stand there to be edited
 */
export function listInModule(text: string, listed: Listed): string {
  const source = new ModuleSource(text);
  return listIn(source, source.moduleCall(), listed);
}

/**
 * Lists an entity in `DataModule.with({ entities: […] })` among the imports of the module that a file declares.
 *
 * @throws NotEditable if the list does not stand there to be edited
 */
export function listEntity(text: string, name: string, path: string): string {
  const source = new ModuleSource(text);
  const definition = definitionOf(source.moduleCall());
  const calls = (definition && arrayOf(definition, 'imports'))?.elements.filter((element) => isDataModule(element));
  const [call] = calls ?? [];
  if (!call) throw new NotEditable('it does not import DataModule');
  return listIn(source, call, { name, path, list: 'entities' });
}

function isDataModule(element: ArrayExpression['elements'][number]): element is CallExpression {
  if (element?.type !== 'CallExpression' || element.callee.type !== 'MemberExpression') return false;
  const { object } = element.callee;
  return object.type === 'Identifier' && object.name === 'DataModule';
}

function listIn(
  source: ModuleSource,
  call: CallExpression,
  { name, path, list }: Omit<Listed, 'list'> & { readonly list: string },
): string {
  const definition = definitionOf(call);
  const array = definition && arrayOf(definition, list);
  const known = array && namesIn(source, array, name, path);
  if (known) return source.text;
  const local = importClass(source, name, path);
  if (array) {
    const items = array.elements.map((element) => {
      if (element === null) throw new NotEditable(`there are holes in its ${list}`);
      return element;
    });
    appendItem(source, array, items, local, '');
  } else if (definition) {
    appendItem(source, definition, definition.properties, `${list}: [${local}]`, ' ');
  } else {
    source.edits.appendLeft(source.find('(', call.callee.end) + 1, `{ ${list}: [${local}] }`);
  }
  return source.edits.toString();
}

/** Gives the object that `@Module`, or a module's `with`, is given; undefined if it is given nothing. */
function definitionOf({ arguments: [given] }: CallExpression): ObjectExpression | undefined {
  if (given === undefined) return undefined;
  const object = given.type === 'SpreadElement' ? given : bare(given);
  if (object.type !== 'ObjectExpression') throw new NotEditable('what @Module is given does not stand there');
  return object;
}

/** Gives one list of the definition; undefined if there is none yet. */
function arrayOf({ properties }: ObjectExpression, list: string): ArrayExpression | undefined {
  // Of two, the second counts.
  const index = properties.findLastIndex((property) => property.type === 'Property' && keyOf(property) === list);
  // What is spread behind it, or anywhere if it is not there, may be the list.
  const rest = properties.slice(index + 1);
  if (rest.some((property) => property.type === 'SpreadElement' || keyOf(property) === undefined)) {
    throw new NotEditable(`its ${list} may come from what is spread there`);
  }
  const found = properties[index];
  if (found?.type !== 'Property') return undefined;
  const value = bare(found.value);
  if (value.type !== 'ArrayExpression') throw new NotEditable(`its ${list} do not stand there as a list`);
  return value;
}

/** Gives the name of a property; undefined if it has to be worked out. */
function keyOf({ key, computed }: ObjectProperty): string | undefined {
  if (key.type === 'Identifier' && !computed) return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : undefined;
}

/** Whether a list has the class, under whatever name it was imported. */
function namesIn({ imports }: ModuleSource, { elements }: ArrayExpression, name: string, path: string): boolean {
  const aliases = imports
    .filter(({ source }) => source.value === path)
    .flatMap((declaration) => namedSpecifiers(declaration))
    .filter((specifier) => importedName(specifier) === name)
    .map(({ local }) => local.name);
  const names = new Set([name, ...aliases]);
  return elements.some((element) => {
    if (element === null || element.type === 'SpreadElement') return false;
    const item = bare(element);
    return item.type === 'Identifier' && names.has(item.name);
  });
}
