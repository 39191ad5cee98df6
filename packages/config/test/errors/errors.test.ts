import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Class, createContext, Module } from '@tenon/core';
import { ConfigModule, type ConfigOptions, Configuration } from '@tenon/config';
import { failureOf } from '../load-with.js';
import * as classes from './faulty-classes.js';

const GOLDEN = join(import.meta.dirname, 'golden');
const ROOT = join(import.meta.dirname, '../../../..');
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tenon-config-'));
  await writeFile(join(directory, '.env'), '# shop\nDATABASE_URL=\nDATABASE_POOL_SIZE=many\nDATABASE_PORTS=1,two\n');
});

afterAll(() => rm(directory, { recursive: true }));

/** Gives the text of what is wrong, without what is different on every machine. */
async function textOf(type: Class, options: ConfigOptions): Promise<string> {
  @Module({ imports: [ConfigModule.with({ directory, ...options })], providers: [type] })
  class AppModule {}
  const error = await failureOf(createContext(AppModule));
  return error.message.replaceAll(directory, '<directory>').replaceAll('packages/config/test/errors/', 'src/');
}

const { DatabaseConfig } = classes;
const URL_GIVEN = { DATABASE_URL: 'x' };
const ENV_FILE = ['.env'];
const LONG = 'postgres://app:hunter2@db/'.padEnd(200, 'x');

test.each<[string, Class, ConfigOptions]>([
  ['TENON_CONFIG_MISSING', DatabaseConfig, { environment: {} }],
  ['TENON_CONFIG_MISSING.misspelled', DatabaseConfig, { environment: { DATABSE_URL: 'x', DATABASE_URI: 'y' } }],
  [
    'TENON_CONFIG_MISSING.empty',
    classes.ServerConfig,
    { environment: { SERVER_PORT: '', SERVER_TLS_CERT: 'x', SERVER_TLS_KYE: 'y' } },
  ],
  ['TENON_CONFIG_NOT_CONVERTIBLE', DatabaseConfig, { environment: URL_GIVEN, files: ENV_FILE }],
  ['TENON_CONFIG_NOT_CONVERTIBLE.long', DatabaseConfig, { environment: { ...URL_GIVEN, DATABASE_POOL_SIZE: LONG } }],
  [
    'TENON_CONFIG_NOT_CONVERTIBLE.parse',
    classes.MailConfig,
    { environment: { SENDER: 'a@b.org', HEADERS: '{x}', TOKEN: '{y}' } },
  ],
  [
    'TENON_CONFIG_INVALID',
    DatabaseConfig,
    { environment: { ...URL_GIVEN, DATABASE_POOL_SIZE: '0', DATABASE_PASSWORD: 'hunter2' } },
  ],
  ['TENON_CONFIG_INVALID.default', classes.MailConfig, { environment: { TOKEN: '"x"' } }],
  ['TENON_CONFIG_INVALID.getter', classes.RangeConfig, { environment: { FIRST: '10' } }],
  ['TENON_CONFIG_ASYNC', classes.WaitingConfig, { environment: {} }],
  ['TENON_CONFIG_CHECK_FAILED', classes.ThrowingConfig, { environment: {} }],
  ['TENON_CONFIG_CHECK_FAILED.secret', classes.ThrowingSecretConfig, { environment: { HOST: 'hunter2' } }],
  ['TENON_CONFIG_UNKNOWN_TYPE', classes.UnclearConfig, { environment: {} }],
  ['TENON_CONFIG_UNDECORATED', classes.BareConfig, { environment: {} }],
  ['TENON_CONFIG_BAD_NAME', classes.BadlyNamedConfig, { environment: {} }],
  ['TENON_CONFIG_BAD_NAME.derived', classes.UnnamedConfig, { environment: {} }],
  ['TENON_CONFIG_NOT_TEXT', DatabaseConfig, { environment: { DATABASE_URL: 5 as unknown as string } }],
  ['TENON_CONFIG_FILE.missing', DatabaseConfig, { environment: URL_GIVEN, files: ['.env.ci'] }],
  ['TENON_CONFIG_FILE.unreadable', DatabaseConfig, { environment: URL_GIVEN, files: ['.'] }],
  ['TENON_CONFIG_OPTIONS', DatabaseConfig, { env: {}, files: '.env' } as unknown as ConfigOptions],
])('explains %s', async (name, type, options) => {
  const text = await textOf(type, options);
  expect(text).not.toContain('hunter2');
  expect(text).toMatchGolden(`golden/${name}`);
});

test('explains TENON_CONFIG_CONSTRUCTOR', async () => {
  class Needy {
    constructor(readonly host: string) {}
  }
  Configuration()(Needy as unknown as new () => object);
  expect(
    (await textOf(Needy, { environment: {} })).replace(/errors\.test\.ts:\d+/, 'errors.test.ts:LINE'),
  ).toMatchGolden('golden/TENON_CONFIG_CONSTRUCTOR');
});

/** Gives the warnings of a boot. */
async function warningsOf(types: readonly Class[], options: ConfigOptions): Promise<string[]> {
  const warnings: string[] = [];
  const spy = jest.spyOn(process, 'emitWarning').mockImplementation((text) => void warnings.push(String(text)));
  @Module({ imports: [ConfigModule.with({ directory, ...options })], providers: [...types] })
  class AppModule {}
  const context = await createContext(AppModule);
  await context.close();
  spy.mockRestore();
  return warnings.map((text) => text.replaceAll('packages/config/test/errors/', 'src/'));
}

const MISTYPED = { ...URL_GIVEN, DATABASE_POOL_SIZ: '20' };

test('warns in development, and only there, of a variable that is probably mistyped', async () => {
  const [warning, ...others] = await warningsOf([DatabaseConfig], { environment: MISTYPED });
  expect(`${warning}\n`).toMatchGolden('golden/TENON_CONFIG_UNREAD');
  expect(others).toEqual([]);
  for (const NODE_ENV of ['production', 'test']) {
    expect(await warningsOf([DatabaseConfig], { environment: { ...MISTYPED, NODE_ENV } })).toEqual([]);
  }
});

test.each([
  ['that another class reads', { ...MISTYPED, DATABASE_POOL_SIZ: '20' }, true],
  ['that is like none of them', { ...URL_GIVEN, DATABASE_POOL_SIZE_OF_REPLICA: '5', DATABASE_LOG: 'x' }, false],
  ['that is like one that is set', { ...URL_GIVEN, DATABASE_URLS: 'y' }, false],
  ['without the prefix of a class', { ...URL_GIVEN, DATABSE_POOL_SIZE: '20' }, false],
])('does not warn of a variable %s', async (_, environment, isRead) => {
  const types = isRead ? [DatabaseConfig, classes.PoolConfig] : [DatabaseConfig];
  expect(await warningsOf(types, { environment })).toEqual([]);
});

async function codesIn(text: string): Promise<string[]> {
  return [...new Set(text.match(/TENON_CONFIG_[A-Z_]+/g))].toSorted();
}

test('has a golden file and a chapter in docs/errors.md for each code, and no other', async () => {
  const codes = await codesIn(await readFile(join(ROOT, 'packages/config/src/errors.ts'), 'utf8'));
  const files = await readdir(GOLDEN);
  const golden = await Promise.all(files.map((file) => readFile(join(GOLDEN, file), 'utf8')));
  expect(await codesIn(golden.join('\n'))).toEqual(codes);
  const page = await readFile(join(ROOT, 'docs/errors.md'), 'utf8');
  const headings = page.split('\n').filter((line) => /^#+ TENON_CONFIG_/.test(line));
  expect(await codesIn(headings.join('\n'))).toEqual(codes);
});
