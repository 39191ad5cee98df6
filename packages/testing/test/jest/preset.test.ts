/** The way of a user: the packed package in a project of its own, and jest started there. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Project } from './project.js';

const JEST = ['node_modules/jest/bin/jest.js', '--no-watchman'];
const FLAG = '--experimental-vm-modules';
/** Starting jest takes seconds where other work goes on. In milliseconds. */
const LONG = 120_000;

let project: Project;

beforeAll(() => {
  project = new Project(['core', 'dto', 'config', 'http', 'testing']);
  project.write({
    'package.json': '{ "type": "module" }',
    'jest.config.js': "export default { preset: '@tenon/testing' };",
    'src/greeting.ts': `
      import { Controller, Get, Injectable, Module, Query } from '@tenon/http';

      @Injectable()
      export class Greeting {
        readonly closed: string[] = [];
        of(name: string) { return 'Hello, ' + name + '!'; }
        onShutdown() { console.log('THE APPLICATION IS CLOSED'); }
      }

      @Controller('/greeting')
      export class GreetingController {
        constructor(private readonly greeting: Greeting) {}
        @Get() greet(@Query('name') name: string) { return this.greeting.of(name); }
      }

      @Module({ controllers: [GreetingController] })
      export class AppModule {}
    `,
    'src/greeting.test.ts': `
      import { Greeting } from './greeting.js';
      test('greets', () => expect(new Greeting().of('Ada')).toBe('Hello, Ada!'));
    `,
    'test/http/greeting.test.ts': `
      import { expect, test } from '@jest/globals';
      import { createTestApp, freezeTime } from '@tenon/testing';
      import { AppModule } from '../../src/greeting.js';

      test('greets over HTTP', async () => {
        freezeTime(0);
        const app = await createTestApp(AppModule);
        const { body } = await app.get('/greeting', { query: { name: 'Ada' } }).expect(200);
        expect(body).toBe('Hello, Ada!');
      });
      test('runs in real time', () => expect(Date.now()).toBeGreaterThan(0));
    `,
    'dist/greeting.test.js': "throw new Error('compiled tests are not run');",
  });
}, LONG);

afterAll(() => project[Symbol.dispose]());

test(
  'is all that jest needs to run the tests of a project, in src and in test',
  async () => {
    const { exitCode, output } = await project.node([FLAG, ...JEST]);
    expect(output).toContain('PASS src/greeting.test.ts');
    expect(output).toContain('PASS test/http/greeting.test.ts');
    expect(output).toContain('Tests:       3 passed, 3 total');
    expect(output.match(/THE APPLICATION IS CLOSED/g)).toHaveLength(1);
    expect(exitCode).toBe(0);
  },
  LONG,
);

test(
  'measures what tests cover',
  async () => {
    const { output } = await project.node([FLAG, ...JEST, '--coverage']);
    expect(output).toMatch(/greeting\.ts +\| +100 \|/);
  },
  LONG,
);

test(
  'closes applications where a project wants no globals, too',
  async () => {
    const { exitCode, output } = await project.node([FLAG, ...JEST, '--injectGlobals=false', 'test/http']);
    expect(output.match(/THE APPLICATION IS CLOSED/g)).toHaveLength(1);
    expect(exitCode).toBe(0);
  },
  LONG,
);

test(
  'says what is missing when jest was started without the flag it needs',
  async () => {
    const { exitCode, output } = await project.node(JEST);
    expect(exitCode).not.toBe(0);
    expect(output.match(/TENON_TESTING_NO_VM_MODULES: /g)).toHaveLength(1);
    expect(output.replace(/^.*?(?=TENON_)/, '')).toMatchGolden('../errors/golden/TENON_TESTING_NO_VM_MODULES');
  },
  LONG,
);

test(
  'says it where a project has a global setup of its own, too',
  async () => {
    project.write({
      'setup.js': 'export default () => {};',
      'own.config.js': "export default { preset: '@tenon/testing', globalSetup: './setup.js' };",
    });
    const { exitCode, output } = await project.node([...JEST, '--config', 'own.config.js', 'src']);
    expect(exitCode).not.toBe(0);
    expect(output).toContain('TENON_TESTING_NO_VM_MODULES');
    expect(output).not.toContain('import statement');
  },
  LONG,
);

test(
  'works under NODE_OPTIONS, and in several workers',
  async () => {
    const { exitCode, output } = await project.node([...JEST, '--maxWorkers=2'], { NODE_OPTIONS: FLAG });
    expect(output).toContain('Tests:       3 passed, 3 total');
    expect(exitCode).toBe(0);
  },
  LONG,
);

test(
  'closes applications after the tests of node --test',
  async () => {
    project.write({
      'node.test.js': `
        import assert from 'node:assert/strict';
        import { test } from 'node:test';
        import 'reflect-metadata';
        import { Module, provide } from '@tenon/http';
        import { createTestApp, freezeTime } from '@tenon/testing';

        class Database { onShutdown() { closed.push('database'); } }
        const closed = [];
        class AppModule {}
        Module({ providers: [provide(Database, { useFactory: () => new Database() })] })(AppModule);

        test('makes one', async () => {
          freezeTime(0);
          const app = await createTestApp(AppModule);
          const { status } = await app.get('/nowhere');
          assert.deepEqual([status, closed, Date.now()], [404, [], 0]);
        });
        test('has it closed', () => {
          assert.deepEqual(closed, ['database']);
          assert.notEqual(Date.now(), 0);
        });
      `,
    });
    const { exitCode, output } = await project.node(['--test', 'node.test.js']);
    expect(output).toContain('pass 2');
    expect(exitCode).toBe(0);
  },
  LONG,
);
