/**
 * Runs create-tenon, as npm would install it, on the oldest Node that it is said to run on: without a terminal, and with
 * one, so that every module of it is loaded.
 *
 * Usage: npm run oldest-node
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { environmentOutside } from './outside.ts';
import { packPackages } from './pack-packages.ts';
import { publishedPackages } from './workspace.ts';

/** The first that `engines` of create-tenon admits which the registry has as a package. */
const OLDEST = '20.12.2';

const folder = mkdtempSync(join(tmpdir(), 'oldest-node-'));
const bin = join(folder, 'node_modules', '.bin');
const environment = { ...environmentOutside(), TERM: 'xterm' };

/** What somebody types when they are asked: another folder; and one line below the first, another template. */
const ANSWERS = [
  ['In which folder?', 'talked', '\r'],
  ['What do you begin with?', '\u001B[B', '\r'],
] as const;

/** How long a person waits before each key, in milliseconds; what is typed before the terminal is ready counts otherwise. */
const PAUSE_MS = 500;

function check(isTrue: boolean, sentence: string): void {
  if (!isTrue) throw new Error(`On Node ${OLDEST}: ${sentence}`);
  console.log(sentence);
}

/** Answers each question once it is asked, in a terminal that `script` makes. */
async function talk(command: string): Promise<number> {
  // Without a terminal around it, it would be of no width.
  const sized = `stty cols 120 rows 40 && ${command}`;
  const child = spawn('script', ['--quiet', '--return', '--command', sized, '/dev/null'], {
    cwd: folder,
    env: { ...environment, CI: undefined },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
  const ended = once(child, 'close') as Promise<[number | null]>;
  for (const [question, ...keys] of ANSWERS) {
    while (!shown.includes(question) && child.exitCode === null) await setTimeout(PAUSE_MS);
    for (const key of keys) {
      await setTimeout(PAUSE_MS);
      child.stdin.write(key);
    }
  }
  const [exitCode] = await ended;
  if (exitCode !== 0 || !shown.includes('is ready')) console.error(shown);
  return exitCode ?? 1;
}

try {
  const packed = packPackages(
    publishedPackages().filter(({ manifest }) => manifest.name === 'create-tenon'),
    folder,
  );
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts: { node: true } }));
  const install = ['install', '--no-audit', '--no-fund', `node@${OLDEST}`, ...packed.map((file) => `./${file}`)];
  execFileSync('npm', install, { cwd: folder, env: environment, stdio: ['ignore', 'ignore', 'inherit'] });

  const node = join(bin, 'node');
  const run = (...given: string[]): string =>
    execFileSync(node, given, { cwd: folder, env: environment, encoding: 'utf8' });
  check(run('--version').trim() === `v${OLDEST}`, 'it is that Node');

  const own = join(folder, 'node_modules', 'create-tenon');
  for (const file of readdirSync(join(own, 'dist'))) {
    run('--input-type=module', '--eval', `await import(${JSON.stringify(join(own, 'dist', file))})`);
  }
  check(true, 'each module of create-tenon loads, with all that it imports');

  const command = join(bin, 'create-tenon');
  const said = run(command, 'told', '--template', 'api', '--no-install');
  check(said.includes(`this machine has ${OLDEST}`), 'it makes a project without a terminal, and brings Node 24');
  const { devDependencies } = JSON.parse(readFileSync(join(folder, 'told', 'package.json'), 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  check(devDependencies['node']?.startsWith('24.') === true, 'the project has Node 24');

  check((await talk(`${node} ${command} --no-install --no-git`)) === 0, 'it asks its questions');
  check(existsSync(join(folder, 'talked', 'src', 'main.ts')), 'it takes the folder that was typed');
  check(!existsSync(join(folder, 'talked', 'src', 'authors')), 'it takes the template that was chosen');
} finally {
  rmSync(folder, { recursive: true });
}
