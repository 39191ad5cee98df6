import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { IsString } from 'class-validator';
import fc from 'fast-check';
import type { Class } from '@tenon/core';
import { Configuration, Variable } from '@tenon/config';
import { faultOf, loadWith } from './load-with.js';

/** Makes a configuration class with one text of this name. */
function classWith(property: string, prefix?: string): Class<Record<string, unknown>> {
  class Config {}
  IsString()(Config.prototype, property);
  Reflect.defineMetadata('design:type', String, Config.prototype, property);
  Configuration(prefix === undefined ? {} : { prefix })(Config);
  return Config as Class<Record<string, unknown>>;
}

test.each([
  ['url', 'URL'],
  ['poolSize', 'POOL_SIZE'],
  ['apiURL', 'API_URL'],
  ['urlOfAPIServer', 'URL_OF_API_SERVER'],
  ['URLPath', 'URL_PATH'],
  ['aB', 'A_B'],
  ['isA', 'IS_A'],
  ['s3Bucket', 'S3_BUCKET'],
  ['oauth2Token', 'OAUTH2_TOKEN'],
  ['http2', 'HTTP2'],
  ['ipv4Address', 'IPV4_ADDRESS'],
  ['sha256', 'SHA256'],
  ['pool_size', 'POOL_SIZE'],
  ['POOL_SIZE', 'POOL_SIZE'],
  ['_internal', '_INTERNAL'],
])('reads %s from %s', async (property, variable) => {
  const config = await loadWith(classWith(property), { [variable]: 'value' });
  expect(config[property]).toBe('value');
});

test('splits words so that they can be put together again', async () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
  // One letter and a digit would be a word that begins in the middle of another.
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 4 }), async (words) => {
      const property = words
        .map((each, index) => (index === 0 ? each : each[0]?.toUpperCase() + each.slice(1)))
        .join('');
      fc.pre(!words.slice(1, -1).some((each) => each.length === 1) && !/[A-Z]{2}/.test(property));
      const variable = words.join('_').toUpperCase();
      const config = await loadWith(classWith(property), { [variable]: 'value' });
      expect(config[property]).toBe('value');
    }),
    { numRuns: 50 },
  );
});

test('puts the prefix before the name as it stands', async () => {
  const config = await loadWith(classWith('host', 'DB'), { DBHOST: 'value', DB_HOST: 'other' });
  expect(config['host']).toBe('value');
});

test('reads an own name without the prefix', async () => {
  @Configuration({ prefix: 'STORAGE_' })
  class StorageConfig {
    @Variable('AWS_REGION') @IsString() region!: string;
    @Variable('npm.config-registry') @IsString() registry!: string;
  }
  const environment = { AWS_REGION: 'eu-north-1', STORAGE_REGION: 'no', 'npm.config-registry': 'r' };
  expect(await loadWith(StorageConfig, environment)).toEqual({ region: 'eu-north-1', registry: 'r' });
});

test('gives a heir of a configuration class the prefix and the properties of its parent', async () => {
  @Configuration({ prefix: 'PARENT_' })
  class Parent {
    @IsString() host = 'localhost';
    @Variable('SHARED') @IsString() shared = '';
  }
  class Heir extends Parent {
    @IsString() user = 'nobody';
  }
  const heir = await loadWith(Heir, { PARENT_HOST: 'h', PARENT_USER: 'u', SHARED: 's' });
  expect(heir).toBeInstanceOf(Heir);
  expect(heir).toEqual({ host: 'h', user: 'u', shared: 's' });
});

test('lets a decorated heir have a prefix of its own', async () => {
  @Configuration({ prefix: 'PARENT_' })
  class Parent {
    @IsString() host = 'localhost';
  }
  @Configuration({ prefix: 'HEIR_' })
  class Heir extends Parent {}
  expect(await loadWith(Heir, { PARENT_HOST: 'p', HEIR_HOST: 'h' })).toEqual({ host: 'h' });
});

test.each(['größe', '$cost'])('refuses the property %s, whose variable no shell could set', async (property) => {
  expect((await faultOf(classWith(property))).code).toBe('TENON_CONFIG_BAD_NAME');
});

test.each(['', 'A=B', 'A B'])('refuses the own name %j', async (name) => {
  class Config {}
  IsString()(Config.prototype, 'x');
  Variable(name)(Config.prototype, 'x');
  Configuration()(Config);
  expect((await faultOf(Config)).code).toBe('TENON_CONFIG_BAD_NAME');
});
