import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { runTenon } from '@tenon/cli';

afterEach(() => {
  jest.restoreAllMocks();
});

/** Runs a command in this process, and gives its exit code and what it wrote to both streams. */
async function run(...given: string[]): Promise<{ readonly code: number | undefined; readonly text: string }> {
  let text = '';
  const write = (chunk: unknown): boolean => Boolean((text += String(chunk)));
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation(write));
  const code = await runTenon(given);
  for (const spy of spies) spy.mockRestore();
  return { code, text };
}

test.each([
  ['rotues', 'Did you mean routes?'],
  ['explian GET /', 'Did you mean explain?'],
  ['g contrlr order', 'Did you mean controller?'],
  ['g resource order --dryrun', 'Did you mean --dry-run?'],
])('asks at %j: %s', async (given, question) => {
  const { code, text } = await run(...given.split(' '));
  expect(text).toContain(`(${question})`);
  expect(code).toBe(1);
});

test('ends with code 1 where no command is named, or one without what it needs', async () => {
  expect(await run()).toMatchObject({ code: 1, text: expect.stringContaining('Usage: tenon') });
  expect(await run('explain')).toMatchObject({
    code: 1,
    text: expect.stringContaining("missing required argument 'method'"),
  });
  expect(await run('g', 'resource')).toMatchObject({
    code: 1,
    text: expect.stringContaining("missing required argument 'name'"),
  });
});

test.each([
  ['g', 'dto', 'order', '--module', 'orders'],
  ['g', 'guard', 'signed-in', '--no-test'],
])('refuses an option that what is generated has no use for: %s %s %s %s', async (...given) => {
  expect(await run(...given)).toMatchObject({ code: 1, text: expect.stringContaining('unknown option') });
});

test('refuses an address for a debugger that is none', async () => {
  expect(await run('dev', '--inspect', 'localhost')).toMatchObject({
    code: 1,
    text: expect.stringContaining("argument 'localhost' is invalid. It is not a [host:]port."),
  });
});

/* docs/commands.md is held to what --help says, both ways. */

const PAGE = readFileSync(join(import.meta.dirname, '../../../../docs/commands.md'), 'utf8');
const sections = new Map(
  PAGE.split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section]),
);

/** Gives the names in one part of what `--help` says: `Commands`, or `Options` but for those that all have. */
async function namesIn(part: 'Commands' | 'Options', ...command: string[]): Promise<string[]> {
  const { code, text } = await run(...command, '--help');
  expect(code).toBe(0);
  const lines = text.split('\n\n').find((paragraph) => paragraph.startsWith(`${part}:`)) ?? '';
  const names = [...lines.matchAll(/^ {2}(?:-\w, )?(--[\w-]+|[a-z]+)/gm)].map(([, name]) => name as string);
  return names.filter((name) => name !== 'help' && name !== '--help');
}

test('has a section of the handbook for every command, with all of its options and no other', async () => {
  const commands = await namesIn('Commands');
  expect([...sections.keys()].filter((title) => title.startsWith('tenon '))).toEqual(
    commands.map((name) => `tenon ${name}`),
  );
  for (const command of commands) {
    const section = sections.get(`tenon ${command}`) ?? '';
    const kinds = await namesIn('Commands', command);
    const options = new Set(await namesIn('Options', command));
    for (const kind of kinds) {
      expect(section).toContain(`tenon ${command} ${kind} `);
      for (const option of await namesIn('Options', command, kind)) options.add(option);
    }
    const named = new Set([...section.matchAll(/^\| `(--[\w-]+)/gm)].map(([, option]) => option));
    expect({ command, options: named }).toEqual({ command, options });
  }
});
