import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runWorker } from '../../harness/run-worker.js';
import type { Content, DatabaseKind } from './jobs.js';

/** Where databases are made and dropped. */
const SERVER = process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** A database with content, which all subjects use. */
export interface BenchDatabase {
  readonly url: string;
  readonly content: Content;
}

/** Makes a database and fills it. It is removed at the end of this process. */
export async function createDatabase(kind: DatabaseKind): Promise<BenchDatabase> {
  const url = kind === 'sqlite' ? createFile() : createOnServer();
  const content = (await runWorker([join(import.meta.dirname, 'fill.js'), url])) as unknown as Content;
  return { url, content };
}

function createFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-conduit-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return `sqlite:${join(folder, 'conduit.db')}`;
}

function createOnServer(): string {
  const name = `bench_${randomBytes(6).toString('hex')}`;
  const say = (statement: string) => execFileSync('psql', [SERVER, '--quiet', '--command', statement]);
  say(`create database ${name}`);
  process.on('exit', () => say(`drop database ${name} with (force)`));
  return Object.assign(new URL(SERVER), { pathname: `/${name}` }).href;
}
