import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { createProject, MANIFEST, TestProject } from '../generate/project.js';
import { runTenon } from '../run-tenon.js';

// Some wait for a process.
jest.setTimeout(60_000);

const ROOT = join(import.meta.dirname, '../../../..');
const GOLDEN = join(import.meta.dirname, 'golden');

let project: TestProject | undefined;

afterEach(() => project?.remove());

const MODULE = "import { Module } from '@tenon/http';\n\n@Module(DEFINITION)\nexport class AppModule {}\n";

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['TENON_CLI_NO_PROJECT', {}, 'routes'],
  ['TENON_CLI_BROKEN_MANIFEST', { 'package.json': '{ "name": shop }' }, 'routes'],
  ['TENON_CLI_NO_MAIN', { 'package.json': '{}' }, 'routes'],
  ['TENON_CLI_NO_MAIN.named', { 'package.json': '{ "tenon": { "main": "server.ts" } }' }, 'routes'],
  ['TENON_CLI_BAD_NAME', { 'package.json': MANIFEST }, 'g service 2nd/order!'],
  ['TENON_CLI_NAME_TAKEN', { 'package.json': MANIFEST }, 'g resource map'],
  ['TENON_CLI_NAME_TAKEN.decorator', { 'package.json': MANIFEST }, 'g dto length'],
  ['TENON_CLI_MISSING_PACKAGE', { 'package.json': '{}' }, 'g controller order'],
  ['TENON_CLI_FILE_EXISTS', { 'package.json': MANIFEST, 'src/a/order.service.ts': '' }, 'g service a/order'],
  ['TENON_CLI_NOT_WRITTEN', { 'package.json': MANIFEST, 'src/a': 'a file' }, 'g guard a/signed-in'],
  ['TENON_CLI_NO_MODULE', { 'package.json': MANIFEST }, 'g service a/order'],
  ['TENON_CLI_NO_MODULE.named', { 'package.json': MANIFEST }, 'g service a/order --module billing'],
  [
    'TENON_CLI_NO_MODULE.several',
    { 'package.json': MANIFEST, 'src/a/b.module.ts': '', 'src/a/c.module.ts': '' },
    'g service a/order',
  ],
  ['TENON_CLI_MODULE_NOT_EDITED', { 'package.json': MANIFEST, 'src/app.module.ts': MODULE }, 'g service a/order'],
])('explains %s', async (name, files, command) => {
  project = new TestProject(files);
  const before = await readdir(project.folder, { recursive: true });
  const { code, errors } = await project.run(command);
  expect(errors).toMatchGolden(`golden/${name}`);
  expect(code).toBe(1);
  expect(await readdir(project.folder, { recursive: true })).toEqual(before);
});

const APP = `import { Controller, createApp, Delete, Get, Module } from '@tenon/http';

@Controller('/orders')
class OrderController {
  @Get('/:id') show() {}
  @Delete('/:id') remove() {}
}

@Module({ controllers: [OrderController] })
class OrdersModule {}

await createApp(OrdersModule);
`;

test.each([
  ['TENON_CLI_NOT_COMPILED', 'const orders = ;\n', 'routes'],
  ['TENON_CLI_WRONG_IMPORT', "import { App } from './maim.js';\n\nconsole.log(App);\n", 'routes'],
  ['TENON_CLI_WRONG_IMPORT.package', "import { difference } from 'lodahs/fp';\n\ndifference();\n", 'routes'],
  ['TENON_CLI_NO_APPLICATION', "console.log('no application');\n", 'routes'],
  // As a main file does that catches what createApp throws.
  ['TENON_CLI_NO_APPLICATION.exit', 'process.exit(0);\n', 'routes'],
  ['TENON_CLI_NO_APPLICATION.waiting', 'await new Promise(() => {});\n', 'routes'],
  ['TENON_CLI_NO_ROUTES', APP.replace('createApp(', 'createContext(').replace('createApp', 'createContext'), 'routes'],
  ['TENON_CLI_NO_SUCH_ROUTE', APP, 'explain GET /order/1'],
  ['TENON_CLI_NO_SUCH_ROUTE.method', APP, 'explain POST /orders/1'],
  // Of the copy of docs/errors.md that is built.
  ['TENON_CLI_NO_SUCH_CODE', APP, 'error TENON_CLI_NO_SUCH_MODUEL'],
  ['TENON_CLI_NO_SUCH_MODULE', APP, 'graph --module OrderModule'],
  ['TENON_CLI_NO_DATABASE', APP, 'db status'],
])('explains %s, which the application has to be read for', async (name, main, command) => {
  project = createProject({ 'src/main.ts': main });
  const { code, errors } = await runTenon(project.folder, command.split(' '), { CI: 'true' });
  expect(errors).toMatchGolden(`golden/${name}`);
  expect(code).toBe(1);
});

test('explains TENON_CLI_NOT_FORCED', async () => {
  project = createProject({ 'src/main.ts': APP });
  const { code, errors } = await runTenon(project.folder, ['db', 'down'], { NODE_ENV: 'production' });
  expect(errors).toMatchGolden('golden/TENON_CLI_NOT_FORCED');
  expect(code).toBe(1);
});

const codesIn = (text: string): string[] => [...new Set(text.match(/TENON_CLI_[A-Z_]+/g))].toSorted();

test('has a golden file and a section in docs/errors.md for each code, and no other', async () => {
  const codes = codesIn(await readFile(join(ROOT, 'packages/cli/src/errors.ts'), 'utf8'));
  const files = await readdir(GOLDEN);
  const named = new Set(files.map((file) => file.replace(/\..*$/, '')));
  expect([...named].toSorted()).toEqual(codes);
  for (const file of files) {
    expect(await readFile(join(GOLDEN, file), 'utf8')).toMatch(file.replace(/\..*$/, ': '));
  }
  const page = await readFile(join(ROOT, 'docs/errors.md'), 'utf8');
  const sections = page.split(/^##+ /m).filter((section) => section.startsWith('TENON_CLI_'));
  expect(sections.map((section) => section.slice(0, section.indexOf('\n'))).toSorted()).toEqual(codes);
  for (const section of sections) {
    const code = section.slice(0, section.indexOf('\n'));
    expect(section).toContain(`\`\`\`text file=packages/cli/test/errors/golden/${code}`);
    expect(section).toContain('**Mend:**');
  }
});
