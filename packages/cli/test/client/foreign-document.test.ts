import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { parseSync, Visitor } from 'oxc-parser';
import { TestProject } from '../generate/project.js';

// A busy machine takes a while to load what prints the types.
jest.setTimeout(60_000);

let project: TestProject;

beforeAll(() => {
  project = new TestProject({ 'package.json': '{}', 'secret.json': '{ "default": "the secret" }' });
});

afterAll(() => project.remove());

const answering = (schema: unknown) => ({
  get: { responses: { 200: { description: 'x', content: { 'application/json': { schema } } } } },
});

const write = (document: object) => {
  const whole = { openapi: '3.1.0', info: { title: 'x', version: '1' }, ...document };
  project.write({ 'openapi.json': JSON.stringify(whole) });
  return project.run('client --from openapi.json --out client.ts');
};

test.each([
  ['a file', './secret.json', 'It refers to "./secret.json".'],
  ['another host', 'http://127.0.0.1:1/secret.json', 'It refers to "http://127.0.0.1:1/secret.json".'],
  ['code in place of a name', '#/x; } pwned(); type A = { a: b/foo', 'It refers to "#/x; } pwned'],
])('follows no reference to %s', async (_, $ref, reason) => {
  const { code, errors } = await write({ paths: { '/a': answering({ $ref }) } });
  expect([code, errors]).toEqual([1, expect.stringContaining(reason)]);
  expect(existsSync(join(project.folder, 'client.ts'))).toBe(false);
});

test.each(['@example.org/a', '//example.org/a', '/\\example.org/a', '/\n/example.org'])(
  'refuses the path %j, which would lead to another host',
  async (path) => {
    const { code, errors } = await write({ paths: { [path]: answering({}) } });
    expect([code, errors]).toEqual([1, expect.stringContaining(`The path ${JSON.stringify(path)} does not begin`)]);
  },
);

test.each([
  ['no path', { paths: null }],
  ['nothing at a path', { paths: { '/a': null } }],
  [
    'a reference that cannot be read',
    { paths: { '/a': { get: { responses: { 200: { $ref: '#/components/x/%' } } } } } },
  ],
])('tells of a document with %s', async (_, document) => {
  const { code, errors } = await write(document);
  expect([code, errors]).toEqual([1, expect.stringMatching(/^TENON_CLI_NOT_OPENAPI: /)]);
});

test('takes nothing from a document for code', async () => {
  const names = [
    "a'b",
    'a"b',
    'a\n; pwned(); \nb',
    'a\r; pwned(); \rb',
    '*/ pwned(); /*',
    '`${pwned()}`',
    "\\'; pwned(); '",
  ];
  for (const name of [...names, '', '__proto__', '\u{2028}pwned();']) {
    const reference = encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
    const { code, errors } = await write({
      info: { title: name, version: name },
      paths: {
        [`/a/${name}`]: {
          ...answering({ $ref: `#/components/schemas/${reference}` }),
          post: { summary: name, requestBody: { content: { 'text/plain': { schema: { enum: [name] } } } } },
        },
        [`/events/${name}`]: {
          get: { responses: { 200: { content: { 'text/event-stream': { schema: { 'x-event-data': {} } } } } } },
        },
      },
      components: {
        schemas: { [name]: { type: 'object', description: name, properties: { [name]: { title: name } } } },
      },
    });
    expect([code, errors]).toEqual([0, '']);
    const { program, errors: mistakes } = parseSync('client.ts', project.read('client.ts'));
    expect([name, mistakes]).toEqual([name, []]);
    const called: string[] = [];
    new Visitor({
      CallExpression: ({ callee }) => void called.push(callee.type === 'Identifier' ? callee.name : ''),
    }).visit(program);
    expect(called).toContain('createFetchClient');
    expect(called).not.toContain('pwned');
  }
});

// Below /proc it is Node's own `mkdir` that never ends.
test.each(['openapi.json/client.ts', '/proc/nowhere/client.ts'])(
  'tells that a client cannot be written at %s',
  async (out) => {
    await write({ paths: {} });
    const { code, errors } = await project.run(`client --from openapi.json --out ${out}`);
    expect([code, errors]).toEqual([1, expect.stringContaining(`TENON_CLI_NOT_WRITTEN: ${out} cannot be written`)]);
  },
);
