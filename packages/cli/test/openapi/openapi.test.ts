import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OpenApiDocument } from '@tenon/http';
import { type Ended, runTenon } from '../run-tenon.js';

const LIBRARY = join(import.meta.dirname, 'library');
const TEMPLATE = join(import.meta.dirname, '../../../create-tenon/templates/api');

let folder: string;
let printed: Ended;
let written: Ended;
let strict: Ended;
let template: Ended;

// Each is a process of its own: they run at once, and for all tests.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenon-openapi-'));
  [printed, written, strict, template] = await Promise.all([
    runTenon(join(LIBRARY, 'src'), ['openapi']),
    runTenon(LIBRARY, ['openapi', '--api-version', '2', '--out', join(folder, 'made/openapi.json')]),
    runTenon(LIBRARY, ['openapi', '--strict', '--out', join(folder, 'strict.json')]),
    runTenon(TEMPLATE, ['openapi', '--strict']),
  ]);
}, 60_000);

afterAll(() => rm(folder, { recursive: true }));

function titleAndReply({ info, paths }: OpenApiDocument): unknown[] {
  return [info.title, Object.keys(Object(paths['/books']?.['get']?.responses['200']).content as object)];
}

test('prints the document of an application of which nothing is made', () => {
  expect([printed.code, printed.errors]).toEqual([0, '']);
  expect(titleAndReply(JSON.parse(printed.output) as OpenApiDocument)).toEqual(['library', ['text/plain']]);
});

test('writes the document to a file, and of several versions in a header the one that is asked for', async () => {
  const file = join(folder, 'made/openapi.json');
  expect(written).toEqual({ code: 0, output: `${file} is written.\n`, errors: '' });
  const document = JSON.parse(await readFile(file, 'utf8')) as OpenApiDocument;
  expect(titleAndReply(document)).toEqual(['library', ['application/json']]);
});

test('lists what the document does not say, and writes nothing, where it is to be strict', () => {
  expect([strict.code, strict.output, existsSync(join(folder, 'strict.json'))]).toEqual([1, '', false]);
  expect(strict.errors).toMatchGolden('../errors/golden/TENON_CLI_UNEXPRESSED');
});

test('explains what is no document to make a client of', async () => {
  const out = ['--out', join(folder, 'client.ts')];
  const server = createServer((_, reply) => reply.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/openapi.json`;
  const [manifest, missing] = await Promise.all([
    runTenon(LIBRARY, ['client', '--from', 'package.json', ...out]),
    runTenon(LIBRARY, ['client', '--from', url, ...out]),
  ]);
  server.close();
  expect([manifest.code, missing.code, existsSync(join(folder, 'client.ts'))]).toEqual([1, 1, false]);
  expect(manifest.errors).toMatchGolden('../errors/golden/TENON_CLI_NOT_OPENAPI');
  const text = missing.errors.replace(url, 'http://localhost/openapi.json');
  expect(text).toMatchGolden('../errors/golden/TENON_CLI_NOT_OPENAPI.url');
}, 60_000);

test('says all of a project that has just been made', () => {
  expect([template.code, template.errors]).toEqual([0, '']);
});
