import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type Circumstances, Desk } from './command.js';

// Each runs a process or many.
jest.setTimeout(60_000);

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
  mkdirSync(join(desk.folder, 'full'));
  writeFileSync(join(desk.folder, 'full/notes.txt'), 'mine');
  writeFileSync(join(desk.folder, 'file'), 'mine');
});

const HERE = ['file', 'full'];

afterEach(() => {
  desk[Symbol.dispose]();
});

const LONG = 'a'.repeat(215);

const REFUSED: readonly (readonly [string, string[], Circumstances?])[] = [
  ['no folder and nobody to ask', []],
  ['a link that leads nowhere', ['dead-link']],
  ['a folder within a link that leads nowhere', ['dead-link/my-app']],
  ['a link in a circle', ['circle']],
  ['a folder that is not empty', ['full']],
  ['a folder that is a file', ['file']],
  ['a folder within a file', ['file/my-app']],
  ['a name with capitals and blanks', ['My Äpp']],
  ['a name that is not a word', ['+++']],
  ['a hidden folder', ['.app']],
  ['a name that npm keeps', ['node_modules']],
  ['a name that is too long', [LONG]],
  ['an option that is not there', ['my-app', '--tempalte', 'api']],
  ['an option without its value', ['my-app', '--template']],
  ['a template that is not there', ['my-app', '--template', 'webb']],
  ['a battery that is not there', ['my-app', '--with', 'data,cache']],
  ['two folders, of which one was an option', ['my-app', 'api']],
  ['a folder without packed packages', ['my-app', '--vendor', 'full']],
  ['a packed package that is none', ['my-app', '--vendor', 'broken']],
  ['an installation that fails', ['my-app'], { npm: 'failing' }],
  ['an installation without a network', ['my-app'], { npm: 'offline' }],
  ['a machine without npm', ['my-app'], { environment: { npm_execpath: '', PATH: '' } }],
  ['a Node that is too old', ['my-app'], { node: '20.11.1' }],
];

test('refuses each of these in a sentence that says how to go on', async () => {
  symlinkSync('nowhere', join(desk.folder, 'dead-link'));
  symlinkSync('circle', join(desk.folder, 'circle'));
  mkdirSync(join(desk.folder, 'broken'));
  writeFileSync(join(desk.folder, 'broken/core.tgz'), 'not packed');
  const before = desk.content();
  const plain = REFUSED.filter(([, , circumstances]) => circumstances === undefined);
  const others = REFUSED.filter(([, , circumstances]) => circumstances !== undefined);
  const outcomes = await desk.createEach(plain.map(([, given]) => given));
  for (const [, given, circumstances] of others) outcomes.push(await desk.create(given, circumstances));
  const lines = [...plain, ...others].map(([what], index) => {
    const { exitCode, stderr = '' } = outcomes[index] ?? {};
    return `${what}: exit code ${exitCode}\n${stderr.replaceAll(LONG, 'aaa…').trim()}\n`;
  });
  expect(lines.join('\n')).toMatchGolden('refused');
  // Whatever was there is there, and nothing else.
  expect(desk.content()).toEqual(before);
});

// Below /proc it is Node's own `mkdir` that never ends.
test('ends where no folder can be made', async () => {
  const { exitCode, stderr } = await desk.create(['/proc/nowhere/my-app']);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: expect.stringContaining('Cannot write to /proc/nowhere'),
  });
});

test('leaves alone a folder that has come meanwhile', async () => {
  // Packed packages are read before the folder is made.
  mkdirSync(join(desk.folder, 'packed'));
  writeFileSync(join(desk.folder, 'packed/core.tgz'), '');
  const tar = `#!/bin/sh\nmkdir my-app && echo mine > my-app/notes.txt && echo '{ "name": "@tenon/core" }'\n`;
  writeFileSync(join(desk.folder, 'packed/tar'), tar, { mode: 0o755 });
  const PATH = `${join(desk.folder, 'packed')}:${process.env['PATH']}`;
  const { exitCode, stderr } = await desk.create(['my-app', '--vendor', 'packed'], { environment: { PATH } });
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('my-app is not empty') });
  expect(readdirSync(join(desk.folder, 'my-app'))).toEqual(['notes.txt']);
});

test('takes away only what it has made when a folder that was there cannot be used after all', async () => {
  mkdirSync(join(desk.folder, 'empty'));
  expect((await desk.create(['empty'], { npm: 'failing' })).exitCode).toBe(1);
  expect((await desk.create(['new/within/my-app'], { npm: 'failing' })).exitCode).toBe(1);
  expect(desk.content()).toEqual(['empty', 'file', 'full']);
});

test('leaves nothing behind at a signal in the middle of an installation', async () => {
  const signals = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const;
  await Promise.all(
    signals.map(async ([signal, code]) => {
      const name = signal.toLowerCase();
      const child = desk.start([name], { npm: 'endless' });
      const ended = once(child, 'close');
      while (!existsSync(join(desk.folder, name, 'node_modules/1/index.js'))) await setTimeout(20);
      child.kill(signal);
      expect(await ended).toEqual([code, null]);
    }),
  );
  // A process of the installation that is left would write on.
  await setTimeout(100);
  expect(desk.content()).toEqual(HERE);
});
