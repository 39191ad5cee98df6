import { setImmediate, setTimeout } from 'node:timers/promises';
import { cpuMs, type Duration, measureCall } from '../../harness/measure.js';
import type { Figures } from '../../harness/results.js';
import { createGraph } from './graph/graph.js';
import type { CaseName } from './run/jobs.js';
import type { GraphSources, Subject } from './subjects/subject.js';
import { checkRequest, checkTransient, walkGraph } from './verify.js';

/** What a case works with; both imports are made by the case, so that it can take their time. */
export interface CaseInput {
  readonly size: number;
  importSubject(): Promise<Subject>;
  importSources(): Promise<GraphSources>;
}

const DURATION: Duration = { warmUpMs: 400, measureMs: 600 };
const REST_MS = 50;
const TOKENS = 100;
const APPLICATIONS = 1000;
/** What is opened and closed before the heap is first read, so that compiled code and caches do not count. */
const WARM_UP_APPLICATIONS = 100;

/**
 * The import of the library, the import of the graph's files (the decorators run), and the boot, in milliseconds of
 * CPU time. The walk comes after the clock has stopped.
 *
 * Between import and boot the process rests, so that what the compiler and the collector still do for the import, on
 * other threads, is charged to the import.
 */
async function boot(input: CaseInput): Promise<Figures> {
  const atStart = cpuMs();
  const subject = await input.importSubject();
  const atImport = cpuMs();
  const sources = await input.importSources();
  await setTimeout(REST_MS);
  const atBoot = cpuMs();
  const booted = await subject.boot(sources);
  const atEnd = cpuMs();
  const checksum = walkGraph(createGraph(input.size), sources, booted);
  return {
    library: atImport - atStart,
    declare: atBoot - atImport,
    boot: atEnd - atBoot,
    graph: atEnd - atImport,
    total: atEnd - atStart,
    checksum,
  };
}

/** Nanoseconds for one look-up; the tokens are taken in turn, so that no cache for a single one can win. */
async function get(input: CaseInput): Promise<Figures> {
  const subject = await input.importSubject();
  const sources = await input.importSources();
  const booted = await subject.boot(sources);
  walkGraph(createGraph(input.size), sources, booted);
  const step = input.size / TOKENS;
  const tokens = booted.tokens.filter((_, index) => index % step === 0);
  return { ns: await measureCall((index) => booted.get(tokens[index % TOKENS]), DURATION) };
}

/** Nanoseconds for one chain of five instances. */
async function transient(input: CaseInput): Promise<Figures> {
  const subject = await input.importSubject();
  const deed = await subject.createTransient();
  await checkTransient(deed);
  return { ns: await measureCall(() => deed.make(), DURATION) };
}

/** Nanoseconds for one scope, opened and closed. */
async function request(input: CaseInput): Promise<Figures> {
  const subject = await input.importSubject();
  const deed = await subject.createRequest();
  await checkRequest(deed);
  return { ns: await measureCall(() => deed.run(), DURATION) };
}

/** The heap and the resident set before and after a thousand applications, in bytes. */
async function memory(input: CaseInput): Promise<Figures> {
  const subject = await input.importSubject();
  const sources = await input.importSources();
  const openAndClose = subject.openAndClose?.bind(subject);
  if (openAndClose === undefined) throw new Error('This subject does not open and close applications');
  for (let count = 0; count < WARM_UP_APPLICATIONS; count += 1) await openAndClose(sources);
  const before = await settledMemory();
  for (let count = 0; count < APPLICATIONS; count += 1) await openAndClose(sources);
  const after = await settledMemory();
  return {
    heapBefore: before.heapUsed,
    heapAfter: after.heapUsed,
    heapLeft: after.heapUsed - before.heapUsed,
    rssBefore: before.rss,
    rssAfter: after.rss,
    rssLeft: after.rss - before.rss,
  };
}

/** Collects until nothing more is freed by what the collection itself has set going (finalisers, weak references). */
async function settledMemory(): Promise<NodeJS.MemoryUsage> {
  if (globalThis.gc === undefined) throw new Error('Memory is measured with --expose-gc');
  for (let turn = 0; turn < 5; turn += 1) {
    globalThis.gc();
    await setImmediate();
  }
  return process.memoryUsage();
}

export const RUN_CASE: Readonly<Record<CaseName, (input: CaseInput) => Promise<Figures>>> = {
  boot,
  get,
  transient,
  request,
  growth: boot,
  memory,
};
