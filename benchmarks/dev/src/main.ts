/*
 * Edits a controller of an application with a hundred files, again and again, and tells how long it takes until a client
 * gets the new answer: `node dist/main.js --edits 50 --starts 5 --reloads 500`. With `--check` it fails where the gate is
 * missed.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readMachine } from '../../harness/machine.js';
import { Application, CONTROLLERS, versionPath } from './application.js';
import { DevServer, type Memory } from './dev-server.js';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const COMMAND = join(ROOT, 'packages/cli/bin/tenon.js');
/** The most that half of the edits may take where other things run on the same machine, in milliseconds. */
const GATE_MS = 300;

const { values } = parseArgs({
  options: {
    edits: { type: 'string' },
    starts: { type: 'string' },
    reloads: { type: 'string' },
    check: { type: 'boolean' },
  },
});
const isCheck = values.check === true;
const edits = Number(values.edits ?? (isCheck ? 10 : 50));
const starts = Number(values.starts ?? (isCheck ? 1 : 5));
const reloads = Number(values.reloads ?? 0);

const machine = await readMachine([join(ROOT, 'packages/cli'), join(ROOT, 'packages/http')]);
const application = await Application.create(join(ROOT, 'node_modules'));
try {
  const startMs = await measureStarts();
  const server = await DevServer.start(COMMAND, application.folder);
  await server.untilVersion(versionPath(0), 0);
  const editMs = await measureEdits(server);
  const memory = await measureMemory(server);
  await server.stop();
  report(startMs, editMs, memory);
} finally {
  await application.remove();
}

/** From the start of the command to the first answer, the compiler's output of earlier runs not being there. */
async function measureStarts(): Promise<number[]> {
  const all: number[] = [];
  for (let round = 0; round < starts; round++) {
    const start = performance.now();
    const server = await DevServer.start(COMMAND, application.folder);
    await server.untilVersion(versionPath(0), 0);
    all.push(performance.now() - start);
    await server.stop();
  }
  return all;
}

/** From the writing of the file to the new answer. People think between edits: the next process is there by then. */
async function measureEdits(server: DevServer): Promise<number[]> {
  const all: number[] = [];
  for (let edit = 0; edit < edits; edit++) {
    const index = edit % CONTROLLERS;
    await server.untilPrepared();
    const start = performance.now();
    await application.edit(index, edit + 1);
    await server.untilVersion(versionPath(index), edit + 1);
    all.push(performance.now() - start);
  }
  return all;
}

async function measureMemory(server: DevServer): Promise<readonly (readonly [number, Memory])[]> {
  const all: [number, Memory][] = [];
  for (let reload = 1; reload <= reloads; reload++) {
    await application.edit(0, 100_000 + reload);
    await server.untilVersion(versionPath(0), 100_000 + reload);
    await server.untilPrepared();
    if (reload === 1 || reload % 100 === 0) all.push([reload, await server.memory()]);
  }
  return all;
}

function report(
  startMs: readonly number[],
  editMs: readonly number[],
  memory: readonly (readonly [number, Memory])[],
): void {
  const sorted = editMs.toSorted((a, b) => a - b);
  const at = (rank: number): string => `${Math.round(sorted[Math.floor((sorted.length - 1) * rank)] ?? 0)} ms`;
  const { cpu, cores, load, node, date } = machine;
  console.log(`${cpu}, ${cores} cores, load ${load.toFixed(1)}, Node ${node}, ${date}\n`);
  console.log(`cold start: ${startMs.map((ms) => `${Math.round(ms)} ms`).join(', ')}`);
  console.log(
    `${editMs.length} edits: least ${at(0)}, median ${at(0.5)}, p90 ${at(0.9)}, p95 ${at(0.95)}, most ${at(1)}`,
  );
  for (const [reload, { supervisor, application: its, spare }] of memory) {
    console.log(
      `after ${reload} reloads: supervisor ${supervisor} MB, application ${its} MB, the next one ${spare} MB`,
    );
  }
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  if (isCheck && median > GATE_MS) {
    console.log(`FAULT: half of the edits take longer than ${Math.round(median)} ms; the gate is ${GATE_MS} ms.`);
    process.exitCode = 1;
  }
}
