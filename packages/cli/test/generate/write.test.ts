import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { MANIFEST, TestProject } from './project.js';

// A busy machine takes a while for a formatter.
jest.setTimeout(60_000);

const MODULE = "import { Module } from '@tenon/http';\n\n@Module({})\nexport class AppModule {}\n";

let project: TestProject;

beforeEach(() => {
  project = new TestProject({ 'package.json': MANIFEST, 'src/app.module.ts': MODULE });
});

afterEach(() => project.remove());

const files = (): string[] =>
  readdirSync(project.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'package.json')
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(project.folder.length + 1))
    .toSorted();

test('prints a patch in a dry run, and writes nothing', async () => {
  const { code, output } = await project.run('g service order --dry-run');
  expect(code).toBe(0);
  expect(output).toMatchGolden('golden/patch');
  expect(files()).toEqual(['src/app.module.ts']);
});

test('writes nothing at all where one of the files is there', async () => {
  project.write({ 'src/orders/order-view.ts': 'mine' });
  const { code, errors } = await project.run('g resource order');
  expect(errors).toContain('src/orders/order-view.ts is there already. Nothing was written.');
  expect(code).toBe(1);
  expect(files()).toEqual(['src/app.module.ts', 'src/orders/order-view.ts']);
  expect(project.read('src/app.module.ts')).toBe(MODULE);
});

test('takes back what it has written when something cannot be', async () => {
  // The classes can be written, and the test cannot.
  project.write({ test: 'a file' });
  const { code, errors } = await project.run('g resource order');
  expect(errors).toContain('test/orders.test.ts cannot be written');
  expect(code).toBe(1);
  expect(files()).toEqual(['src/app.module.ts', 'test']);
  expect(readdirSync(`${project.folder}/src`)).toEqual(['app.module.ts']);
});

test('writes what it is asked for and no more', async () => {
  expect((await project.run('g controller order --no-test --no-module')).output).toBe(
    'created  src/order/order.controller.ts',
  );
  expect(project.read('src/app.module.ts')).toBe(MODULE);
});

test('puts a test beside its class where the others are', async () => {
  project.write({ 'src/clock.test.ts': '' });
  await project.run('g resource shop/order');
  expect(files()).toContain('src/shop/orders/orders.test.ts');
  expect(project.read('src/shop/orders/orders.test.ts')).toContain("from './orders.module.js'");
});

test('formats what it writes as the project does, and a module only if it was formatted', async () => {
  const manifest = JSON.stringify({ dependencies: { '@tenon/http': '0.1.0' }, devDependencies: { oxfmt: '0.79.0' } });
  project.write({ 'package.json': manifest, '.oxfmtrc.json': '{ "semi": false }' });
  symlinkSync(join(import.meta.dirname, '../../../../node_modules'), join(project.folder, 'node_modules'));
  await project.run('g service order');
  expect(project.read('src/order/order.service.ts')).toContain('import { Injectable } from "@tenon/http"\n');
  // It has semicolons, and keeps them.
  expect(project.read('src/app.module.ts')).toContain("from './order/order.service.js';\n");

  project.write({ 'src/app.module.ts': MODULE.replaceAll("'", '"').replaceAll(';', '') });
  await project.run('g service clock');
  expect(project.read('src/app.module.ts')).toContain('from "./clock/clock.service.js"\n');
});

test('writes no test where there is no jest', async () => {
  project.write({
    'package.json': JSON.stringify({ dependencies: { '@tenon/dto': '0.1.0', '@tenon/http': '0.1.0' } }),
  });
  expect((await project.run('g resource order')).output).not.toContain('test');
});

test('imports from the core where there is no HTTP', async () => {
  project.write({ 'package.json': JSON.stringify({ dependencies: { '@tenon/core': '0.1.0' } }) });
  await project.run('g service order --no-module');
  expect(project.read('src/order/order.service.ts')).toContain("from '@tenon/core'");
});

test('lists a class in the nearest module, in the one that is named, or in that of the main file', async () => {
  await project.run('g module billing');
  await project.run('g service billing/invoices/tax');
  expect(project.read('src/billing/billing.module.ts')).toContain('providers: [TaxService]');
  await project.run('g service billing/rounding --module app');
  expect(project.read('src/app.module.ts')).toContain('providers: [RoundingService]');
  expect(project.read('src/app.module.ts')).toContain("from './billing/rounding.service.js'");

  await project.run('g service shop/clock --module billing.module.ts', 'src/billing');
  expect(project.read('src/billing/billing.module.ts')).toContain('providers: [TaxService, ClockService]');

  const small = new TestProject({ 'package.json': MANIFEST, 'src/main.ts': MODULE });
  await small.run('g controller order');
  expect(small.read('src/main.ts')).toContain('@Module({ controllers: [OrderController] })');
  small.remove();
});

// A DTO is compiled to code that uses String, a service imports Injectable, and no variable can be called arguments.
test.each(['dto string', 'resource injectable', 'resource argument'])(
  'writes no %s, which could not work',
  async (what) => {
    expect((await project.run(`g ${what}`)).errors).toMatch(/^TENON_CLI_NAME_TAKEN: /);
    expect(files()).toEqual(['src/app.module.ts']);
  },
);

test.each([
  ['category', 'src/categories/category.ts', 'src/categories/categories.module.ts'],
  ['people', 'src/people/person.ts', 'src/people/people.module.ts'],
  ['OrderLine', 'src/order-lines/order-line.ts', 'src/order-lines/order-lines.module.ts'],
  ['news', 'src/news/news.ts', 'src/news/news.module.ts'],
  ['HTTPServer', 'src/http-servers/http-server.ts', 'src/http-servers/http-servers.module.ts'],
  ['src/shop/boxes', 'src/shop/boxes/box.ts', 'src/shop/boxes/boxes.module.ts'],
])('knows the singular and the plural of %s', async (name, ...expected) => {
  await project.run(`g resource ${name}`);
  expect(files()).toEqual(expect.arrayContaining(expected));
});
