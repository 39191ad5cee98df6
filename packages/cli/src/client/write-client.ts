import { readFileSync } from 'node:fs';
import { TenonError } from '@tenon/core';
import openapiTypescript, { astToString, type OpenAPI3, type SchemaObject } from 'openapi-typescript';
import ts from 'typescript';
import * as faults from '../errors.js';
import type { ForeignDocument } from './foreign-document.js';
import { prepareDocument, type PreparedDocument } from './prepare-document.js';
import { hasOnlyTypes, identifiersOf, tidy } from './tidy.js';

/** What stands in every client, whatever its document is: in the order in which it is read best. */
const TEMPLATE = ['client', 'problem-error', 'server-events', 'operations', 'ask'];

/** What openapi-typescript may declare or use beside the schemas. */
const GENERATED_NAMES = [
  'paths',
  'webhooks',
  'components',
  '$defs',
  'operations',
  'Blob',
  'Record',
  'Omit',
  'WithRequired',
  'OneOf',
];

/**
 * Writes a client as one file of TypeScript, which needs `openapi-fetch` and nothing else.
 *
 * @param from - where the document comes from, for a diagnostic
 * @throws TenonError `TENON_CLI_NOT_OPENAPI`
 */
export async function writeClient(given: ForeignDocument, from = 'The document of the application'): Promise<string> {
  const { prepared, described } = await describe(given, from);
  const fixed = TEMPLATE.map(templateText).join('\n');
  const text = [
    headerOf(given),
    "import createFetchClient, { type Middleware } from 'openapi-fetch';\n",
    fixed,
    tablesOf(prepared),
    described,
    aliasesOf(prepared.document, new Set([...identifiersOf(fixed), ...GENERATED_NAMES])),
  ];
  return `${text.map((part) => part.trim()).join('\n\n')}\n`;
}

function headerOf({ info }: ForeignDocument): string {
  const title = (info?.title ?? 'an API').replaceAll(/\s+/g, ' ').replaceAll('*/', '* /');
  return `/*
 * A typed client of ${title}.
 *
 * Made by \`tenon client\` from the OpenAPI document: do not change it here, but make it anew. It imports one package,
 * openapi-fetch.
 */`;
}

async function describe(
  given: ForeignDocument,
  from: string,
): Promise<{ readonly prepared: PreparedDocument; readonly described: string }> {
  try {
    const prepared = prepareDocument(given);
    return { prepared, described: tidy(await typesOf(prepared.document)) };
  } catch (error) {
    throw new TenonError([faults.notOpenApi(from, (error as Error).message)]);
  }
}

async function typesOf(document: ForeignDocument): Promise<string> {
  const nodes = await openapiTypescript(document as unknown as OpenAPI3, {
    silent: true,
    // A property with a default may be left out by who sends it.
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    transform: fileType,
  });
  const text = astToString(nodes);
  // The document is of others. Whatever it says, no code may come of it.
  if (!hasOnlyTypes(text)) throw new TypeError('What is made of it is more than types.');
  // Of these no document has any that a client could use.
  return text.replaceAll(/^export type (?:webhooks|\$defs) = Record<string, never>;\n/gm, '');
}

/** Bytes are a `Blob` in code, which a `File` is too. */
function fileType({ type, format }: SchemaObject): ts.TypeNode | undefined {
  return type === 'string' && format === 'binary' ? ts.factory.createTypeReferenceNode('Blob') : undefined;
}

/** Gives a file of the template, without what it imports: in a client all of it is one file. */
function templateText(name: string): string {
  // The source, not what is compiled from it: users read it, and their compiler checks it.
  const file = new URL(`../../src/client/template/${name}.ts`, import.meta.url);
  const [, text = ''] = /\/\/#region client\n(.*)\/\/#endregion/s.exec(readFileSync(file, 'utf8')) ?? [];
  return text;
}

function tablesOf({ bodies, jsonEvents }: PreparedDocument): string {
  return `type BodyKind = 'multipart' | 'form' | 'text' | 'raw';

/** How bodies are sent that are not JSON. */
const BODIES: Readonly<Record<string, BodyKind>> = ${written(
    '{',
    bodies.entries().map(([name, kind]) => `${quoted(name)}: ${quoted(kind)}`),
    '}',
  )};

/** Streams whose events have JSON as their data; that of others is text. */
const JSON_EVENTS: ReadonlySet<string> = new Set<string>(${written('[', jsonEvents.values().map(quoted), ']')});`;
}

function written(open: string, items: Iterable<string>, close: string): string {
  const lines = [...items].map((item) => `  ${item},\n`);
  return lines.length === 0 ? open + close : `${open}\n${lines.join('')}${close}`;
}

function quoted(text: string): string {
  return `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll("'", String.raw`\'`)}'`;
}

/** Gives each schema a name of its own; `Schema` stands behind one that means something else in the file already. */
function aliasesOf({ components }: ForeignDocument, taken: Set<string>): string {
  const lines = Object.keys(components?.schemas ?? {}).map((schema) => {
    const own = schema.replaceAll(/[^\w$]+/g, '_').replace(/^(?=\d|$)/, '_');
    let name = own;
    while (taken.has(name)) name += 'Schema';
    taken.add(name);
    return `export type ${name} = components['schemas'][${quoted(schema)}];`;
  });
  return lines.join('\n');
}
