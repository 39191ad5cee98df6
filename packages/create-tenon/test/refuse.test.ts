import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
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

afterEach(() => {
  desk[Symbol.dispose]();
});

const LONG = 'a'.repeat(215);

const REFUSED: readonly (readonly [string, string[], Circumstances?])[] = [
  ['no folder and nobody to ask', []],
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
  ['a template that is not there', ['my-app', '--template', 'web']],
  ['two folders, of which one was an option', ['my-app', 'api']],
  ['a folder without packed packages', ['my-app', '--vendor', 'full']],
  ['an installation that fails', ['my-app'], { npm: 'failing' }],
  ['an installation without a network', ['my-app'], { npm: 'offline' }],
  ['a machine without npm', ['my-app'], { environment: { npm_execpath: '', PATH: '' } }],
  ['a Node that is too old', ['my-app'], { node: '20.11.1' }],
];

test('refuses each of these in a sentence that says how to go on', async () => {
  const lines: string[] = [];
  for (const [what, given, circumstances] of REFUSED) {
    const { exitCode, stderr } = await desk.create(given, circumstances);
    lines.push(`${what}: exit code ${exitCode}\n${stderr.replaceAll(LONG, 'aaa…').trim()}\n`);
  }
  expect(lines.join('\n')).toMatchGolden('refused');
  // Whatever was there is there, and nothing else.
  expect(desk.content()).toEqual(['file', 'full']);
});

test('takes away only what it has made when a folder that was there cannot be used after all', async () => {
  mkdirSync(join(desk.folder, 'empty'));
  expect((await desk.create(['empty'], { npm: 'failing' })).exitCode).toBe(1);
  expect((await desk.create(['new/within/my-app'], { npm: 'failing' })).exitCode).toBe(1);
  expect(desk.content()).toEqual(['empty', 'file', 'full']);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('leaves nothing behind at a %s in the middle of an installation', async (signal, code) => {
  const child = desk.start(['my-app'], { npm: 'endless' });
  const ended = once(child, 'close');
  const written = join(desk.folder, 'my-app/node_modules/1/index.js');
  while (!existsSync(written)) await setTimeout(20);
  child.kill(signal);
  expect(await ended).toEqual([code, null]);
  // A process of the installation that is left would write on.
  await setTimeout(100);
  expect(desk.content()).toEqual(['file', 'full']);
});
