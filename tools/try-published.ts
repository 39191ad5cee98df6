/**
 * Publishes all packages to a registry on this machine, and begins a project from each template as a user does once they
 * are published to npm: the first with an empty cache, and with the Node and the npm of the machine; the others with what is
 * then in the cache, and with a Node that a project need not bring. The site is brought to PostgreSQL, too.
 *
 * Usage: npm run verdaccio
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followChapter } from './chapter/follow-chapter.ts';
import { freePort } from './chapter/free-port.ts';
import { Registry } from './chapter/registry.ts';
import { endAtSignals, Shell } from './chapter/shell.ts';
import { environmentOutside, withCurrentNode } from './outside.ts';
import { packPackages } from './pack-packages.ts';
import { onServer, SERVER } from './site/databases.ts';
import { publishedPackages, ROOT } from './workspace.ts';

endAtSignals();
const folder = mkdtempSync(join(tmpdir(), 'published-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

/** The environment of a user who has never heard of this repository. */
function environmentOf(registry: Registry, port: number): NodeJS.ProcessEnv {
  return {
    ...environmentOutside(),
    ...registry.environmentFor(join(folder, 'npm')),
    // No `.npmrc` and no name of a developer's own.
    HOME: folder,
    PORT: String(port),
  };
}

function publishAll(environment: NodeJS.ProcessEnv): void {
  const packed = join(folder, 'packed');
  mkdirSync(packed);
  for (const file of packPackages(publishedPackages(), packed)) {
    execFileSync('npm', ['publish', join(packed, file), '--tag', 'latest', '--loglevel', 'error'], {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    console.log(`published ${file}`);
  }
}

async function tryTemplate(
  environment: NodeJS.ProcessEnv,
  template: string,
  steps: readonly string[],
  isUp: RegExp,
): Promise<void> {
  const at = join(folder, template);
  mkdirSync(at);
  await using shell = new Shell({ folder: at, environment, isUp });
  await shell.run(`npm create tenon@latest my-app -- --template ${template}`);
  await shell.run('cd my-app');
  const { devDependencies } = JSON.parse(readFileSync(join(shell.folder, 'package.json'), 'utf8')) as {
    readonly devDependencies: object;
  };
  if ('node' in devDependencies) throw new Error('The project brings a Node to a machine that has a current one.');
  for (const step of ['npm run lint', 'npm test', 'npm run build']) await shell.run(step);
  await shell.serve('npm start');
  for (const step of steps) await shell.run(step);
}

/** Brings a project to PostgreSQL as its README says: a database and its address are all. */
async function tryOnPostgres(environment: NodeJS.ProcessEnv, template: string, ask: string): Promise<void> {
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  const url = Object.assign(new URL(SERVER), { pathname: `/${name}` }).href;
  await onServer(`create database ${name}`);
  try {
    await using shell = new Shell({
      folder: join(folder, template, 'my-app'),
      environment: { ...environment, DATABASE_URL: url, TEST_DATABASE_URL: url },
    });
    // A browser has walked through the site before, and sees nothing of the database.
    await shell.run('npm test -- --runInBand accounts recipes');
    await shell.serve('npm start');
    await shell.run('npx tenon db seed');
    await shell.run(ask);
  } finally {
    // The tests have one for each worker of theirs.
    for (const each of [name, `${name}_1`]) await onServer(`drop database if exists ${each} with (force)`);
  }
}

await using registry = await Registry.start(join(folder, 'registry'), await freePort());
const port = await freePort();
const environment = environmentOf(registry, port);
publishAll(environment);

{
  const at = join(folder, 'chapter');
  mkdirSync(at);
  await using shell = new Shell({ folder: at, environment });
  await followChapter(join(ROOT, 'docs', 'getting-started.md'), {
    shell,
    port,
    translate(command) {
      if (command === 'npm ci') return undefined;
      return command.replace('npm run new -- ../my-app', 'npm create tenon@latest my-app').replace('../', '');
    },
  });
}
const ask = `curl -s --fail-with-body http://127.0.0.1:${port}/hello?name=Ada`;
const current = withCurrentNode(environment);
const askSite = `curl -s --fail-with-body http://127.0.0.1:${port}/ | grep Shakshuka`;
await tryTemplate(
  current,
  'web',
  ['npx tenon db seed', askSite, `curl -s --fail-with-body http://127.0.0.1:${port}/app.css | grep :root`],
  /Server listening at/,
);
await tryOnPostgres(current, 'web', askSite);
await tryTemplate(current, 'minimal', [ask], /Server listening at/);
await tryTemplate(current, 'worker', [], /the disk has room/);
