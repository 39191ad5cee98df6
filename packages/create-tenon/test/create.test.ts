import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Desk } from './command.js';

// Each runs a process or two.
jest.setTimeout(60_000);

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
});

afterEach(() => {
  desk[Symbol.dispose]();
});

interface Manifest {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(desk.folder, ...path), 'utf8')) as T;
}

const WORKSPACE = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as Manifest;
const OWN = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
  readonly version: string;
};

test('makes a project, installs it, commits it, and says how to go on', async () => {
  const { exitCode, stdout } = await desk.create(['shelf/my-app', '--yes'], { node: '24.21.0' });
  expect(exitCode).toBe(0);
  expect(stdout.replace(/\d+ s/, '1 s')).toMatchGolden('created');

  const manifest = readJson<Manifest>('shelf/my-app/package.json');
  expect(manifest.name).toBe('my-app');
  expect(manifest.dependencies['@tenon/http']).toBe(OWN.version);
  expect(manifest.devDependencies['@tenon/cli']).toBe(OWN.version);
  expect(manifest.devDependencies).not.toHaveProperty('node');
  expect(JSON.stringify(manifest)).not.toContain('"*"');
  expect(readFileSync(join(desk.folder, 'shelf/my-app/README.md'), 'utf8')).toMatch(/^# my-app\n/);
  // What a shell for production leaves out, the project needs.
  expect(readJson<{ asked: string[] }>('shelf/my-app/package-lock.json').asked).toContain('--include=dev');

  const git = (...parameters: string[]): string =>
    execFileSync('git', parameters, { cwd: join(desk.folder, 'shelf/my-app'), encoding: 'utf8' });
  expect(git('status', '--porcelain')).toBe('');
  expect(git('ls-files').split('\n')).toEqual(
    expect.arrayContaining(['.gitignore', '.env.example', 'package-lock.json', 'src/main.ts']),
  );
  expect(git('ls-files')).not.toContain('node_modules');
  expect(git('ls-files').split('\n')).not.toContain('.env');
});

test.each(['api', 'web', 'minimal', 'worker'])(
  'writes all of the template %s, under the names it is to have',
  async (name) => {
    const { exitCode, stdout } = await desk.create([name, '--template', name, '--no-install', '--no-git']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('  npm install\n');
    const template = join(import.meta.dirname, '../templates', name);
    const filesIn = (folder: string): string[] =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
        statSync(join(folder, path)).isFile(),
      );
    const expected = filesIn(template).map((path) => (path === '_gitignore' ? '.gitignore' : path));
    if (name === 'api' || name === 'web') expected.push('.env');
    expect(filesIn(join(desk.folder, name)).toSorted()).toEqual(expected.toSorted());
  },
);

test('gives each project secrets of its own, which others cannot read', async () => {
  const secrets = await Promise.all(
    ['api', 'web'].map(async (name) => {
      await desk.create([name, '--template', name, '--no-install', '--no-git']);
      const file = join(desk.folder, name, '.env');
      expect(statSync(file).mode & 0o077).toBe(0);
      const { AUTH_SECRET, SESSION_SECRET, ...rest } = parseEnv(readFileSync(file, 'utf8'));
      expect(rest).toMatchObject({ DATABASE_URL: 'sqlite:data/app.db', DATABASE_MIGRATIONS: 'apply' });
      return { AUTH_SECRET, SESSION_SECRET };
    }),
  );
  const secret = expect.stringMatching(/^[\w-]{43}$/);
  expect(secrets).toEqual([{ AUTH_SECRET: secret }, { SESSION_SECRET: secret }]);
  expect(secrets[0]?.AUTH_SECRET).not.toBe(secrets[1]?.SESSION_SECRET);
});

test('adds what is asked for beside the template', async () => {
  await desk.create(['my-app', '--template', 'minimal', '--with', 'data,auth', '--no-install', '--no-git']);
  const { dependencies } = readJson<Manifest>('my-app/package.json');
  expect(dependencies).toMatchObject({ '@tenon/auth': OWN.version, '@tenon/data': OWN.version });
  expect(Object.keys(dependencies)).toEqual(Object.keys(dependencies).toSorted());
});

test('brings Node 24 where the machine has an older one, and says so', async () => {
  const folder = "$(date)'s/my-app";
  const { exitCode, stdout } = await desk.create([folder, '--no-install', '--no-git'], { node: '20.12.0' });
  expect(exitCode).toBe(0);
  // A folder above may have any name, and somebody will copy this.
  expect(stdout).toContain(String.raw`cd '$(date)'\''s/my-app'`);
  expect(stdout).toContain('Tenon needs Node 24, and this machine has 20.12.0: the project has Node 24');
  const { devDependencies, allowScripts } = readJson<Manifest>(folder, 'package.json');
  // That on which Tenon is tested.
  expect(devDependencies['node']).toBe(WORKSPACE.devDependencies['node']);
  expect(allowScripts['node']).toBe(true);
});

test('takes this folder, if there is nothing in it but an empty repository', async () => {
  execFileSync('git', ['init', '--quiet'], { cwd: desk.folder });
  const { exitCode, stdout } = await desk.create(['.', '--template', 'minimal']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('nothing was committed') });
  expect(desk.content()).toContain('package.json');
});

test.each([
  ['git is not there', { PATH: '' }, 'git is not installed'],
  ['git knows no name', { GIT_AUTHOR_NAME: '', GIT_COMMITTER_NAME: '' }, 'git does not know your name and address'],
])('makes the project when %s, and says so', async (_, environment, sentence) => {
  const { exitCode, stdout } = await desk.create(['my-app', '--template', 'minimal'], { environment });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining(sentence) });
  expect(desk.content()).toEqual(['my-app']);
});

test('shows its options, and its version', async () => {
  expect((await desk.create(['--help'])).stdout).toMatchGolden('help');
  expect((await desk.create(['--version'])).stdout).toBe(`${OWN.version}\n`);
  expect(desk.content()).toEqual([]);
});

test('writes no escape sequences where there is no terminal', async () => {
  const { stdout, stderr } = await desk.create(['My App']);
  const made = await desk.create(['my-app', '--no-git']);
  expect(stdout + stderr + made.stdout + made.stderr).not.toContain('\u001B');
});

test('takes packed packages in place of published ones', async () => {
  const pack = (name: string, dependencies: object): void => {
    const folder = join(desk.folder, 'source', name, 'package');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: `@tenon/${name}`, dependencies }));
    const target = join(desk.folder, 'packed', `tenon-${name}-9.tgz`);
    mkdirSync(join(desk.folder, 'packed'), { recursive: true });
    execFileSync('tar', ['-czf', target, '-C', join(folder, '..'), 'package']);
  };
  pack('http', { '@tenon/core': '9', fastify: '5' });
  pack('core', {});
  pack('testing', { '@tenon/http': '9' });
  pack('cli', { '@tenon/tool': '9' });
  pack('tool', {});
  pack('unused', {});

  await desk.create(['my-app', '--template', 'minimal', '--no-install', '--vendor', 'packed']);
  const { dependencies, devDependencies } = readJson<Manifest>('my-app/package.json');
  const file = (name: string): string => `file:vendor/tenon-${name}-9.tgz`;
  expect(dependencies).toMatchObject({ '@tenon/core': file('core'), '@tenon/http': file('http') });
  expect(devDependencies).toMatchObject({ '@tenon/cli': file('cli'), '@tenon/tool': file('tool') });
  expect(devDependencies).not.toHaveProperty('@tenon/http');
  expect(readdirSync(join(desk.folder, 'my-app/vendor'))).toHaveLength(5);
  expect(existsSync(join(desk.folder, 'my-app/vendor/tenon-unused-9.tgz'))).toBe(false);
});
