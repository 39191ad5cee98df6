/**
 * Runs the RealWorld project's own tests against examples/conduit, on SQLite and on PostgreSQL, each time on a database
 * of its own that is empty at first.
 *
 * The tests are files of that project, which are not copied into this repository: they are looked for beside it, in
 * ../shared/realworld, or where REALWORLD says. Without them nothing is run, and that is said.
 *
 * Usage: npm run realworld
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './chapter/free-port.ts';
import { endAtSignals } from './chapter/shell.ts';
import { ROOT } from './workspace.ts';

const { REALWORLD } = process.env;
const SUITES = REALWORLD ?? join(ROOT, '..', 'shared', 'realworld');
const TOOLS = join(ROOT, 'tools', 'realworld', 'node_modules', '.bin');
/** Where databases are made and dropped. */
const SERVER = process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** How much the suites check: of a suite that has lost some, the rest is not enough. */
const BRUNO_REQUESTS = 154;
const POSTMAN_ASSERTIONS = 311;
/** How long the application may take to start, in milliseconds. */
const START_LIMIT_MS = 60_000;

interface Score {
  readonly passed: number;
  readonly total: number;
}

endAtSignals();
// Where somebody has said where they are, they must be there.
if (REALWORLD !== undefined || existsSync(SUITES)) await runAll();
else console.warn(`\n!!! SKIPPED: there are no RealWorld tests at ${SUITES} !!!\n`);

async function runAll(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'realworld-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const name = `conduit_${randomBytes(6).toString('hex')}`;
  const lines: string[] = [];
  let isWhole = true;
  const take = async (database: string, url: string): Promise<void> => {
    const { bruno, postman } = await runOn(url, join(folder, database));
    lines.push(`${database.padEnd(8)} Bruno ${written(bruno)}, Postman ${written(postman)}`);
    isWhole &&= isFull(bruno, BRUNO_REQUESTS) && isFull(postman, POSTMAN_ASSERTIONS);
  };
  await take('sqlite', `sqlite:${join(folder, 'conduit.db')}`);
  await run('psql', [SERVER, '--quiet', '--command', `create database ${name}`]);
  try {
    await take('postgres', Object.assign(new URL(SERVER), { pathname: `/${name}` }).href);
  } finally {
    await run('psql', [SERVER, '--quiet', '--command', `drop database ${name} with (force)`]);
  }
  console.log(`\n${lines.join('\n')}`);
  process.exitCode = isWhole ? 0 : 1;
}

function written({ passed, total }: Score): string {
  return `${passed}/${total}`;
}

function isFull({ passed, total }: Score, wanted: number): boolean {
  return passed === wanted && total === wanted;
}

/** Runs both suites against the application upon one database. */
async function runOn(
  databaseUrl: string,
  reports: string,
): Promise<{ readonly bruno: Score; readonly postman: Score }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, ['--enable-source-maps', 'dist/main.js'], {
    cwd: join(ROOT, 'examples', 'conduit'),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      // As it runs for others: without demo content, and with no more told of errors than they are to know.
      NODE_ENV: 'production',
      AUTH_SECRET: randomBytes(32).toString('base64url'),
      SESSION_SECRET: randomBytes(32).toString('base64url'),
      DATABASE_URL: databaseUrl,
      HOST: '127.0.0.1',
      PORT: String(port),
      LOG_LEVEL: 'error',
    },
  });
  const kill = () => server.kill('SIGKILL');
  process.on('exit', kill);
  const ended = once(server, 'close') as Promise<[number | null]>;
  await isHealthy(server, url);
  // Postman's comes first: its lists are of few articles then, and it checks as much as it says.
  const postman = await runPostman(url, `${reports}-postman.json`);
  const bruno = await runBruno(url, `${reports}-bruno.json`);
  server.kill('SIGTERM');
  const [code] = await ended;
  process.off('exit', kill);
  if (code !== 0) throw new Error(`The application has ended with ${code}.`);
  return { bruno, postman };
}

async function isHealthy(server: ChildProcess, url: string): Promise<void> {
  const end = performance.now() + START_LIMIT_MS;
  while (performance.now() < end) {
    if (server.exitCode !== null) throw new Error(`The application has ended with ${server.exitCode}.`);
    const reply = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (reply?.ok === true) return;
    await setTimeout(50);
  }
  throw new Error('The application is not ready.');
}

/** A failed expectation of a script fails its request, and is counted nowhere else. */
async function runBruno(url: string, report: string): Promise<Score> {
  const host = ['--env', 'local', '--env-var', `host=${url}`];
  const output = ['--reporter-json', report];
  await run('bru', ['run', '.', '-r', ...host, '--sandbox', 'safe', ...output], join(SUITES, 'bruno'));
  const [{ summary }] = JSON.parse(readFileSync(report, 'utf8')) as [
    { readonly summary: { readonly passedRequests: number; readonly totalRequests: number } },
  ];
  return { passed: summary.passedRequests, total: summary.totalRequests };
}

async function runPostman(url: string, report: string): Promise<Score> {
  const user = `user${Date.now()}`;
  const globals = { APIURL: `${url}/api`, USERNAME: user, EMAIL: `${user}@example.org`, PASSWORD: 'password' };
  const variables = Object.entries(globals).flatMap(([name, value]) => ['--global-var', `${name}=${value}`]);
  const output = ['--reporters', 'progress,json', '--reporter-json-export', report];
  await run('newman', ['run', 'Conduit.postman_collection.json', ...variables, ...output], SUITES);
  const { assertions } = (
    JSON.parse(readFileSync(report, 'utf8')) as {
      readonly run: { readonly stats: { readonly assertions: { readonly total: number; readonly failed: number } } };
    }
  ).run.stats;
  return { passed: assertions.total - assertions.failed, total: assertions.total };
}

/** Runs a command, and shows what it says. How a suite has gone stands in its report; without one, it is told there. */
async function run(command: string, parameters: readonly string[], folder = ROOT): Promise<void> {
  const env = { ...process.env, PATH: [TOOLS, process.env['PATH']].join(delimiter) };
  const child = spawn(command, parameters, { cwd: folder, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) console.error(`${command} has ended with ${code}.`);
}
