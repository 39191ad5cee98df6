/** What `node --test` makes of applications: each file is run as users run it, against the built packages. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
/** Nobody commits or publishes it, and `@tenon/testing` is found from there. */
const OUT = join(ROOT, 'dist/test/node-test-of-testing');
/** A file that never ends is ended then, and its run fails. In milliseconds. */
const LONG = 60_000;

const HEAD = `
import { before, test } from 'node:test';
import { Module } from '@tenon/http';
import { createTestApp } from '@tenon/testing';

const say = (line) => console.log('> ' + line);
class Probe { onShutdown() { say('closed ' + this.name); } }
class AppModule {}
Module({ providers: [Probe] })(AppModule);

async function open(name) {
  const app = await createTestApp(AppModule);
  app.get(Probe).name = name;
  await app.fetch('/');
  return app;
}
`;

/** Runs a test file, and gives what it says, line by line, and whether its run has succeeded. */
async function run(name: string, body: string): Promise<readonly string[]> {
  mkdirSync(OUT, { recursive: true });
  const file = join(OUT, `${name}.mjs`);
  writeFileSync(file, HEAD + body);
  const { NODE_OPTIONS: _options, JEST_WORKER_ID: _worker, FORCE_COLOR: _color, ...env } = process.env;
  const child = spawn(process.execPath, ['--test', file], { env, timeout: LONG, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (exitCode !== 0) throw new Error(`${name} has ended with ${String(exitCode)}:\n${output}`);
  return output
    .split('\n')
    .filter((line) => line.startsWith('> '))
    .map((line) => line.slice(2));
}

test(
  'closes a server after its test where each test is awaited, and the file ends',
  async () => {
    const said = await run(
      'awaited',
      `
      await test('one', async () => void (await open('one')));
      say('between');
      await test('two', async () => void (await open('two')));
      say('end');
      `,
    );
    expect(said).toEqual(['closed one', 'between', 'closed two', 'end']);
  },
  LONG,
);

test(
  'keeps what was made outside of a test until the last one, also where each test is awaited',
  async () => {
    const said = await run(
      'outside',
      `
      const app = await open('of the file');
      for (const name of ['one', 'two', 'three']) await test(name, async () => {
        await open(name);
        await app.get('/').expect(404);
      });
      `,
    );
    expect(said).toEqual(['closed one', 'closed two', 'closed three', 'closed of the file']);
  },
  LONG,
);

test(
  'keeps what was made in before() for all tests',
  async () => {
    const said = await run(
      'before',
      `
      let app;
      before(async () => { app = await open('of before'); });
      test('one', async () => void (await app.get('/').expect(404)));
      test('two', async () => { await open('two'); await app.get('/').expect(404); });
      `,
    );
    expect(said).toEqual(['closed two', 'closed of before']);
  },
  LONG,
);

test(
  'keeps the application of a test for the tests within it',
  async () => {
    const said = await run(
      'within',
      `
      test('outer', async (t) => {
        const app = await open('outer');
        await t.test('first', async () => { await open('first'); await app.get('/').expect(404); });
        await t.test('second', async () => void (await app.get('/').expect(404)));
        say('end of outer');
      });
      `,
    );
    expect(said).toEqual(['closed first', 'end of outer', 'closed outer']);
  },
  LONG,
);
