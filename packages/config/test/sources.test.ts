import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { IsInt, IsString } from 'class-validator';
import { createContext, Injectable, Module, provide, replaceModule } from '@tenon/core';
import {
  CONFIG_OPTIONS,
  ConfigModule,
  type ConfigOptions,
  Configuration,
  describeConfiguration,
  readVariable,
  Variable,
} from '@tenon/config';
import { bootWith } from './load-with.js';

@Configuration({ prefix: 'SHOP_' })
class ShopConfig {
  @IsString() name = 'standard';
  @IsInt() size = 1;
}

@Module({ providers: [ShopConfig] })
class ShopModule {}

let directory: string;
const before = { ...process.env };

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tenon-config-'));
});

afterEach(async () => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  await rm(directory, { recursive: true });
});

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
}

/** Gives the variable `SHOP_NAME` of an application with these sources, and where it came from. */
async function nameFrom(options: ConfigOptions): Promise<string> {
  await using context = await bootWith(ShopConfig, options);
  const [variable] = describeConfiguration(context).configurations[0]?.variables ?? [];
  return `${context.get(ShopConfig).name} from ${variable?.source}`;
}

test('reads the environment of the process, without any module being configured', async () => {
  process.env['SHOP_NAME'] = 'of the process';
  await using context = await createContext(ShopModule);
  expect(context.get(ShopConfig).name).toBe('of the process');
});

test('reads the files of the working directory', async () => {
  await write({ '.env': 'SHOP_NAME=of the file' });
  const here = process.cwd();
  process.chdir(directory);
  try {
    await using context = await createContext(ShopModule);
    expect(context.get(ShopConfig).name).toBe('of the file');
  } finally {
    process.chdir(here);
  }
});

test('prefers the environment to every file, and the more special file to the more general', async () => {
  const files = {
    '.env.production.local': 'SHOP_NAME=1',
    '.env.local': '\nSHOP_NAME=2',
    '.env.production': '\n\nSHOP_NAME=3',
    '.env': '\n\n\nSHOP_NAME=4',
  };
  await write(files);
  const options = { environment: { NODE_ENV: 'production' }, files: 'standard', directory } as const;
  expect(await nameFrom({ ...options, environment: { NODE_ENV: 'production', SHOP_NAME: '0' } })).toBe(
    '0 from environment',
  );
  for (const [index, name] of Object.keys(files).entries()) {
    expect(await nameFrom(options)).toBe(`${index + 1} from ${name}:${index + 1}`);
    await rm(join(directory, name));
  }
  expect(await nameFrom(options)).toBe('standard from default');
});

test('leaves .env.local out of tests, so that they run alike everywhere', async () => {
  await write({ '.env.local': 'SHOP_NAME=local', '.env.test': 'SHOP_SIZE=5' });
  const options = { files: 'standard', directory } as const;
  expect(await nameFrom({ ...options, environment: { NODE_ENV: 'test' } })).toBe('standard from default');
  expect(await nameFrom({ ...options, environment: { NODE_ENV: 'development' } })).toBe('local from .env.local:1');
});

test.each([undefined, ''])('takes the environment for development when NODE_ENV is %j', async (nodeEnv) => {
  await write({ '.env.development': 'SHOP_NAME=dev' });
  const environment = { NODE_ENV: nodeEnv };
  expect(await nameFrom({ environment, files: 'standard', directory })).toBe('dev from .env.development:1');
});

test('reads no file outside of the folder, whatever NODE_ENV is', async () => {
  await mkdir(join(directory, 'app', '.env.x'), { recursive: true });
  await write({ secret: 'SHOP_NAME=outside' });
  const options = { environment: { NODE_ENV: 'x/../../secret' }, files: 'standard' } as const;
  expect(await nameFrom({ ...options, directory: join(directory, 'app') })).toBe('standard from default');
});

test('reads no file when it is given an environment alone', async () => {
  await write({ '.env': 'SHOP_NAME=of the file' });
  expect(await nameFrom({ environment: {}, directory })).toBe('standard from default');
});

test('reads named files, the first of which counts most', async () => {
  await write({ a: 'SHOP_NAME=a', b: 'SHOP_NAME=b\nSHOP_SIZE=2' });
  await using context = await bootWith(ShopConfig, { environment: {}, files: ['a', 'b'], directory });
  expect(context.get(ShopConfig)).toEqual({ name: 'a', size: 2 });
});

test('reads what util.parseEnv reads: quotes, comments, several lines, a byte order mark, Windows line ends', async () => {
  const content = '\uFEFF# shop\r\nSHOP_SIZE = 5 # pieces\r\nexport SHOP_NAME="a # b\nc"\r\nSHOP_SIZE=7\r\n';
  await write({ '.env': content });
  await using context = await bootWith(ShopConfig, { environment: {}, files: ['.env'], directory });
  expect(context.get(ShopConfig)).toEqual({ name: 'a # b\nc', size: 7 });
  const sources = describeConfiguration(context).configurations[0]?.variables.map(({ source }) => source);
  expect(sources).toEqual(['.env:3', '.env:5']);
});

test('lets an empty variable of the environment take the place of a value in a file', async () => {
  await write({ '.env': 'SHOP_NAME=of the file' });
  expect(await nameFrom({ environment: { SHOP_NAME: '' }, files: ['.env'], directory })).toBe('standard from default');
});

test('never changes the environment of the process', async () => {
  await write({ '.env': 'SHOP_NAME=of the file' });
  const snapshot = { ...process.env };
  await using context = await bootWith(ShopConfig, { directory });
  expect(context.get(ShopConfig).name).toBe('of the file');
  expect(Object.assign({}, process.env)).toEqual(snapshot);
});

test('reads the files once for all classes, late ones included', async () => {
  @Configuration({ prefix: 'LATE_' })
  class LateConfig {
    @IsString() name = 'standard';
  }
  await write({ '.env': 'SHOP_NAME=first\nLATE_NAME=first' });
  await using context = await bootWith(ShopConfig, { environment: {}, files: ['.env'], directory });
  await write({ '.env': 'SHOP_NAME=second\nLATE_NAME=second' });
  expect(context.get(LateConfig).name).toBe('first');
  await using again = await bootWith(ShopConfig, { environment: {}, files: ['.env'], directory });
  expect(again.get(ShopConfig).name).toBe('second');
});

test('does not take what all objects have for a variable', async () => {
  @Configuration()
  class Config {
    @Variable('constructor') @IsString() first = 'standard';
    @Variable('__proto__') @IsString() second = 'standard';
  }
  await write({ '.env': 'OTHER=1' });
  await using context = await bootWith(Config, { environment: {}, files: ['.env'], directory });
  expect(context.get(Config)).toEqual({ first: 'standard', second: 'standard' });
});

test('is told in a test where the variables come from, though the application configures nothing', async () => {
  const override = [provide(CONFIG_OPTIONS, { useValue: { environment: { SHOP_NAME: 'of the test' } } })];
  await using context = await createContext(ShopModule, { override });
  expect(context.get(ShopConfig).name).toBe('of the test');
});

test('is told in a test where the variables come from, though the application configures it otherwise', async () => {
  @Module({
    imports: [ConfigModule.with({ environment: { SHOP_NAME: 'of the application' } })],
    providers: [ShopConfig],
  })
  class AppModule {}
  const environment = { SHOP_NAME: 'of the test' };
  const overrides = [
    provide(CONFIG_OPTIONS, { useValue: { environment } }),
    replaceModule(ConfigModule, ConfigModule.with({ environment })),
  ];
  for (const override of overrides) {
    await using context = await createContext(AppModule, { override: [override] });
    expect(context.get(ShopConfig).name).toBe('of the test');
  }
});

test('is not read for a class that a test overrides', async () => {
  @Injectable()
  class Shop {
    constructor(readonly config: ShopConfig) {}
  }
  @Module({ imports: [ConfigModule.with({ environment: { SHOP_SIZE: 'not a number' } })], providers: [Shop] })
  class AppModule {}
  await expect(createContext(AppModule)).rejects.toMatchObject({ code: 'TENON_CONFIG_NOT_CONVERTIBLE' });

  const fake = { name: 'fake', size: 3 };
  await using context = await createContext(AppModule, { override: [provide(ShopConfig, { useValue: fake })] });
  expect(context.get(Shop).config).toBe(fake);
  const [described] = describeConfiguration(context).configurations;
  expect(described).toMatchObject({ name: 'ShopConfig', isOverridden: true, variables: [] });
});

test('makes an own class in the place of another', async () => {
  @Configuration({ prefix: 'TEST_' })
  class TestConfig extends ShopConfig {}
  @Module({
    imports: [ConfigModule.with({ environment: { TEST_NAME: 'a', SHOP_NAME: 'b' } })],
    providers: [ShopConfig],
  })
  class AppModule {}
  await using context = await createContext(AppModule, { override: [provide(ShopConfig, { useClass: TestConfig })] });
  expect(context.get(ShopConfig)).toBeInstanceOf(TestConfig);
  expect(context.get(ShopConfig).name).toBe('a');
});

test('is injected wherever it is asked for, as one instance, without being listed', async () => {
  @Injectable()
  class One {
    constructor(readonly config: ShopConfig) {}
  }
  @Module({ providers: [One], exports: [One] })
  class OneModule {}
  @Injectable()
  class Two {
    constructor(
      readonly one: One,
      readonly config: ShopConfig,
    ) {}
  }
  @Module({ imports: [OneModule, ConfigModule.with({ environment: { SHOP_NAME: 'x' } })], providers: [Two] })
  class AppModule {}
  await using context = await createContext(AppModule);
  const two = context.get(Two);
  expect(two.config.name).toBe('x');
  expect(two.one.config).toBe(two.config);
  expect(context.get(ShopConfig)).toBe(two.config);
});

test('refuses a file that is named and not there, and one that cannot be read', async () => {
  await mkdir(join(directory, 'folder'));
  await expect(bootWith(ShopConfig, { files: ['none'], directory })).rejects.toThrow(
    /CONFIG_FILE: There is no file .*none/,
  );
  await expect(bootWith(ShopConfig, { files: ['folder'], directory })).rejects.toThrow(
    /CONFIG_FILE: .*folder cannot be read \(EISDIR\)/,
  );
  await mkdir(join(directory, '.env'));
  await expect(bootWith(ShopConfig, { directory })).rejects.toMatchObject({ code: 'TENON_CONFIG_FILE' });
});

test('tells a fault of the sources once, however many classes there are', async () => {
  @Configuration()
  class Other {
    @IsString() name = 'x';
  }
  @Module({ imports: [ConfigModule.with({ files: ['none'], directory })], providers: [ShopConfig, Other] })
  class AppModule {}
  await expect(createContext(AppModule)).rejects.toMatchObject({ diagnostics: [{ code: 'TENON_CONFIG_FILE' }] });
});

test.each([
  null,
  'production',
  { env: {} },
  { environment: null },
  { environment: 'production' },
  { files: '.env' },
  { files: [1] },
  { directory: 1 },
])('refuses the options %j', async (options) => {
  await expect(bootWith(ShopConfig, options as ConfigOptions)).rejects.toMatchObject({ code: 'TENON_CONFIG_OPTIONS' });
});

test('refuses a value in a given environment that is no text', async () => {
  const environment = { SHOP_SIZE: 5 } as unknown as Record<string, string>;
  await expect(bootWith(ShopConfig, { environment })).rejects.toMatchObject({ code: 'TENON_CONFIG_NOT_TEXT' });
});

test('refuses options that a factory would have to work out first', async () => {
  const override = [provide(CONFIG_OPTIONS, { useFactory: () => ({}) })];
  await expect(createContext(ShopModule, { override })).rejects.toMatchObject({ code: 'TENON_CONTAINER_NOT_A_VALUE' });
});

test('tells a tool what a variable is set to, as a configuration class finds it', async () => {
  await write({ '.env': 'PORT=3001\nHOST=::\n', '.env.shop.local': 'PORT=3002\n' });
  process.env['NODE_ENV'] = 'shop';
  expect(readVariable('PORT', { directory })).toBe('3002');
  process.env['HOST'] = '';
  expect(readVariable('HOST', { directory })).toBeUndefined();
  expect(readVariable('NOWHERE', { directory })).toBeUndefined();
});
