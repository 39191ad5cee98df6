import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { MikroORM } from '@mikro-orm/sql';
import type { DatabaseSource, OpenedSource } from '../database/database-source.js';

type Make = (url: string) => Promise<MikroORM>;

/** SQLite: a file with the tables of the entities, of which each application has a copy. */
export class CopiedFile implements DatabaseSource {
  #template: Promise<string> | undefined;

  async open(_: string, make: Make): Promise<OpenedSource> {
    const template = await (this.#template ??= findTemplate(make));
    const file = `${template}.${process.pid}-${randomBytes(6).toString('hex')}`;
    await copyFile(template, file);
    return { url: `sqlite:${file}`, isDurable: false, hasTables: true, end: () => removeDatabase(file) };
  }
}

/** Gives the file for these entities, which is made when it is not there, and kept from one run to the next. */
async function findTemplate(make: Make): Promise<string> {
  const folder = resolve(existsSync('node_modules') ? 'node_modules/.cache' : tmpdir(), 'tenon-test');
  await mkdir(folder, { recursive: true });
  await removeForgotten(folder);
  const reader = await make('sqlite::memory:');
  const tables = await reader.schema.getCreateSchemaSQL();
  await reader.close();
  const file = join(folder, `${createHash('sha256').update(tables).digest('hex').slice(0, 16)}.db`);
  if (existsSync(file)) return file;
  // Several test files may begin at once: whoever is last puts the same in the place of the same.
  const draft = `${file}.${process.pid}-${randomBytes(6).toString('hex')}`;
  const orm = await make(`sqlite:${draft}`);
  await orm.schema.create();
  // Puts all of it into the one file that is copied.
  await orm.close();
  await rename(draft, file);
  return file;
}

async function removeDatabase(file: string): Promise<void> {
  for (const part of ['', '-wal', '-shm']) await rm(`${file}${part}`, { force: true });
}

/** Removes what processes that were killed have left. */
async function removeForgotten(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /\.db\.(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
