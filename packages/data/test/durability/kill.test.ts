import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createContext, Module } from '@tenon/core';
import { DataModule, Database, Entity, PrimaryKey, Property } from '@tenon/data';
import { transformSync } from 'oxc-transform';
import { onEachDatabase } from '../support/databases.js';

/** How often the program is killed: a few times here, and fifty times by `TENON_KILLS=50`. */
const KILLS = Number(process.env['TENON_KILLS'] ?? 3);

/** In the workspace's own `dist`, where `@tenon/data` is found as by users: the built one. */
const DIST = join(import.meta.dirname, '../../../../dist/test/durability-of-data');

function compileProgram(): string {
  const source = join(import.meta.dirname, 'program.ts');
  const { code } = transformSync(source, readFileSync(source, 'utf8'), {
    typescript: { onlyRemoveTypeImports: true },
    decorator: { legacy: true, emitDecoratorMetadata: true },
  });
  mkdirSync(DIST, { recursive: true });
  const file = join(DIST, `program-${process.pid}.js`);
  writeFileSync(file, code);
  return file;
}

/** Runs the program, kills it while it writes, and gives what it said it had written. */
async function writeUntilKilled(program: string, url: string, run: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, url, String(run)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  const ended = new Promise<NodeJS.Signals | null>((resolve) => void child.on('close', (_, signal) => resolve(signal)));
  child.stdout.on('data', (chunk) => void (text += String(chunk)));
  await Promise.race([new Promise((resolve) => void child.stdout.once('data', resolve)), ended]);
  await wait(Math.random() * 100);
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  // The last line may have been cut off.
  return text.split('\n').slice(0, -1);
}

@Entity()
class Half {
  @PrimaryKey() id!: number;
  @Property() pair!: string;
}

async function storedPairs(url: string): Promise<string[]> {
  @Module({ imports: [DataModule.with({ entities: [Half], url })] })
  class AppModule {}
  await using context = await createContext(AppModule);
  const database = context.get(Database);
  return await database.unitOfWork(async () => (await database.em.findAll(Half)).map(({ pair }) => pair));
}

onEachDatabase('a process that is killed while it writes', ({ create }) => {
  test(
    `has stored all that it said, and nothing by half, ${KILLS} times`,
    async () => {
      const url = await create();
      const program = compileProgram();
      const said: string[] = [];
      for (let run = 0; run < KILLS; run++) said.push(...(await writeUntilKilled(program, url, run)));
      const stored = Map.groupBy(await storedPairs(url), (pair) => pair);
      expect(said.length).toBeGreaterThanOrEqual(KILLS);
      expect(said.filter((pair) => !stored.has(pair))).toEqual([]);
      for (const [pair, halves] of stored) expect([pair, halves.length]).toEqual([pair, 2]);
    },
    5000 + KILLS * 5000,
  );
});
