import { spawnSync } from 'node:child_process';
import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { MANIFEST, TestProject } from './project.js';

// The compiler, the linter and a jest of its own run here.
jest.setTimeout(120_000);

const ROOT = join(import.meta.dirname, '../../../..');
const BIN = join(ROOT, 'node_modules');

let project: TestProject;

const MODULE = `import { Module } from '@tenon/http';

@Module({
  imports: [],
  controllers: [],
})
export class AppModule {}
`;

/* As scaffolded projects are set up. */
beforeAll(() => {
  const manifest = JSON.parse(MANIFEST) as { dependencies: Record<string, string> };
  manifest.dependencies['@tenon/data'] = '0.1.0';
  project = new TestProject({
    'package.json': JSON.stringify({ ...manifest, jest: { preset: '@tenon/testing' } }),
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'ES2023',
        lib: ['ES2023', 'ESNext.Disposable'],
        module: 'NodeNext',
        types: ['node'],
        noEmit: true,
        strict: true,
        noUncheckedIndexedAccess: true,
        exactOptionalPropertyTypes: true,
        noUnusedLocals: true,
        noUnusedParameters: true,
        verbatimModuleSyntax: true,
        skipLibCheck: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
      },
      include: ['src', 'test'],
    }),
    '.oxfmtrc.json': '{ "printWidth": 120, "singleQuote": true }',
    '.oxlintrc.json': JSON.stringify({
      plugins: ['typescript', 'unicorn', 'oxc', 'import', 'jest'],
      categories: { correctness: 'error', suspicious: 'error' },
      rules: {
        'typescript/no-extraneous-class': 'off',
        'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'app.**.expect'] }],
      },
    }),
    'src/app.module.ts': MODULE,
  });
  symlinkSync(join(ROOT, 'node_modules'), join(project.folder, 'node_modules'));
});

afterAll(() => project.remove());

function runTool(...given: string[]): { readonly status: number | null; readonly text: string } {
  const { NODE_OPTIONS: _, FORCE_COLOR: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, given, { cwd: project.folder, env, encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

const GENERATED = [
  'resource order',
  'resource shop/categories',
  'controller greeting',
  'service billing/invoice',
  'module billing',
  'controller billing/InvoiceController',
  'guard accounts/signed-in',
  'dto orders/pay-order',
];

test('writes code that is compiled, linted and formatted without a fault, and whose tests pass', async () => {
  for (const one of GENERATED) expect(await project.run(`g ${one}`)).toMatchObject({ code: 0, errors: '' });
  // As long as there is no database, resources are kept in memory.
  const module = project.read('src/app.module.ts');
  project.write({
    'src/app.module.ts': `import { DataModule } from '@tenon/data';\n${module.replace('imports: [', 'imports: [DataModule.with({ entities: [] }), ')}`,
  });
  const { output } = await project.run('g resource stock/parcel');
  expect(output.split('\n').slice(-2)).toEqual([
    'edited   src/app.module.ts',
    'Its table comes with the next migration: npx tenon db create, then npx tenon db up.',
  ]);

  const written = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(project.folder, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file}`),
  );
  expect(written.toSorted().join('\n')).toMatchGolden('golden/files');
  expect(project.read('src/app.module.ts')).toMatchGolden('golden/app-module');
  expect(project.read('src/stock/parcels/parcel.ts')).toMatchGolden('golden/entity');
  expect(project.read('src/stock/parcels/parcel.service.ts')).toMatchGolden('golden/storing-service');
  expect(project.read('src/orders/order.controller.ts')).toMatchGolden('golden/controller');
  expect(project.read('src/billing/billing.module.ts')).toContain('@Module({ controllers: [InvoiceController] })');

  expect(runTool(join(BIN, 'typescript/bin/tsc'))).toEqual({ status: 0, text: '' });
  expect(runTool(join(BIN, 'oxfmt/bin/oxfmt'), '--check', 'src', 'test')).toMatchObject({ status: 0 });
  expect(runTool(join(BIN, 'oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', 'src', 'test')).toMatchObject({
    status: 0,
  });
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const { status, text } = runTool(...flags, join(BIN, 'jest/bin/jest.js'), '--runInBand', '--no-cache');
  expect(text).toContain('Tests:       11 passed, 11 total');
  expect(status).toBe(0);
});

test('says where an entity is to be listed that cannot be listed by itself', async () => {
  const there = project.read('src/app.module.ts');
  project.write({ 'src/app.module.ts': there.replace(/entities: \[.*?\]/, 'entities: ENTITIES') });
  const { code, output } = await project.run('g resource stock/label --no-test');
  expect(code).toBe(0);
  expect(output).toContain('Add Label to the entities of DataModule in src/app.module.ts.');
});
