import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { compilePrograms } from './compile-programs.js';

/* Whole processes: what happens on signals, and what a terminal shows. */

let folder: string;

beforeAll(() => {
  folder = compilePrograms();
}, 30_000);

interface Run {
  readonly child: ChildProcess;
  readonly output: { text: string };
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

function start(program: string, ...args: string[]): Run {
  const { NODE_OPTIONS: _options, LOG_LEVEL: _level, ...env } = process.env;
  const child = spawn(process.execPath, [join(folder, program), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output.text += text));
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  return { child, output, ended };
}

async function until({ output, ended }: Run, word: string): Promise<void> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (!output.text.includes(word)) {
    if (isOver) throw new Error(`the program has ended without saying ${word}:\n${output.text}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test.each(['SIGINT', 'SIGTERM'] as const)('closes the application on %s, and ends with 0', async (signal) => {
  const run = start('signals.js');
  await until(run, 'ready');
  run.child.kill(signal);

  expect(await run.ended).toEqual({ code: 0, signal: null });
  expect(run.output.text).toBe('ready\nclosing\nclosed\n');
});

test('ends with the last of several applications', async () => {
  const run = start('signals.js', 'two');
  await until(run, 'ready');
  run.child.kill('SIGTERM');

  expect(await run.ended).toEqual({ code: 0, signal: null });
  expect(run.output.text).toBe('ready\nclosing\nclosed\nworker closed\n');
});

test('listens to the signals that it is told', async () => {
  const run = start('signals.js', 'hangup');
  await until(run, 'ready');
  run.child.kill('SIGHUP');

  expect(await run.ended).toEqual({ code: 0, signal: null });
});

test('ends with 1 when something cannot be closed, and logs it', async () => {
  const run = start('signals.js', 'failing');
  await until(run, 'ready');
  run.child.kill('SIGTERM');

  expect(await run.ended).toEqual({ code: 1, signal: null });
  expect(run.output.text).toMatch(/error The application could not be closed/);
  expect(run.output.text).toContain('cannot be closed');
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('ends at once on a second signal, %s with %p', async (signal, code) => {
  const run = start('signals.js', 'hanging');
  await until(run, 'ready');
  run.child.kill('SIGTERM');
  await until(run, 'closing');
  run.child.kill(signal);

  expect(await run.ended).toEqual({ code, signal: null });
});

test('listens no longer once the application has been closed by hand', async () => {
  const run = start('signals.js', 'by-hand');

  expect(await run.ended).toEqual({ code: 0, signal: null });
  expect(run.output.text).toContain('0 listeners');
});

test('shows the line of the source, though the process knows nothing of source maps', async () => {
  const run = start('fault.js');

  expect((await run.ended).code).toBe(1);
  expect(run.output.text).toContain('TENON_CONTAINER_ERASED_TYPE');
  expect(run.output.text).toMatch(
    /where {2}Reminders\.constructor\(clock: \(erased\)\) {3}\S*programs\/src\/fault\.ts:7\n/,
  );
});
