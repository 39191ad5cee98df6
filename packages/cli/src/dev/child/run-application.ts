/*
 * The process of an application under `tenon dev`. It is prepared before it is wanted: it waits with everything imported
 * that is not the project's own, and is told then to import the project's modules, and to run its main file.
 */
import { enableCompileCache, flushCompileCache } from 'node:module';
import type { Socket } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { useHost } from '@tenon/core';
import { explainImport } from '../../project/explain-import.js';
import { importSources } from '../../project/import-sources.js';
import { textOf } from '../fault.js';
import type { Order, Preparation, Report } from '../messages.js';
import { errorPages } from './error-page.js';
import { HeldServers } from './hold-server.js';
import { explainCycle } from './module-cycle.js';
import { ModuleGraph } from './module-graph.js';

/** How long a request may take while the application is closed, in milliseconds. */
const DRAIN_LIMIT_MS = 2000;
/** How long it is waited for more imports before they are reported, in milliseconds. */
const GATHER_MS = 50;

/** Where Node keeps what it has compiled of packages: beside the command, as bin/tenon.js has it. */
const COMPILED = fileURLToPath(new URL('../../.cache', import.meta.url));

enableCompileCache(COMPILED);

const generation = process.argv[2] ?? '';
const graph = new ModuleGraph();
const sources = new Map<string, string>();
const servers = new HeldServers(generation, send);
let main = '';
let inspect: string | undefined;
let isRunning = false;
let hasFailed = false;
let gathering: NodeJS.Timeout | undefined;
/** One order after the other. */
let work: Promise<void> = Promise.resolve();

function send(report: Report): void {
  if (process.connected) process.send?.(report);
}

function fail(heading: string, thrown: unknown): void {
  if (hasFailed) return;
  hasFailed = true;
  reportImports();
  send({ type: 'failed', fault: { heading, text: textOf(explainImport(explainCycle(thrown, graph))) } });
}

function reportImports(): void {
  clearTimeout(gathering);
  gathering = undefined;
  const imports = graph.news(main);
  if (imports) send({ type: 'imports', ...imports });
}

async function prepare({ folder, dependencies, ...given }: Preparation): Promise<void> {
  main = pathToFileURL(given.main).href;
  inspect = given.inspect;
  process.chdir(folder);
  // As under `node src/main.ts`.
  process.argv.splice(1, 2, given.main);
  for (const { url, code } of given.sources) sources.set(url, code);
  for (const dependency of dependencies) graph.assume(dependency);
  importSources({
    compiled: (url) => sources.get(url),
    onCompile: (file, source) => graph.compiled(file, source),
    resolved: (specifier) => graph.dependency(specifier),
    onImport(specifier, found, parent) {
      graph.add(specifier, found, parent);
      if (isRunning) gathering ??= setTimeout(reportImports, GATHER_MS).unref();
    },
  });
  for (const { url } of dependencies) await import(url).catch(ignore);
  if (dependencies.length === 0) return;
  // A process that is wanted at once does without it.
  const { warmUp } = await import('./warm-up.js');
  await warmUp(dependencies).catch(ignore);
  // Not at the end, which may come from outside.
  flushCompileCache();
}

/** What is wrong with a package is said when the application imports it: it may not want it any more. */
function ignore(): void {}

/**
 * Imports what the main file imported when it last ran.
 *
 * What is wrong with one of them is thrown once more where the main file imports it; it may not want it any more.
 */
async function load(urls: readonly string[]): Promise<void> {
  for (const url of urls) await import(url).catch(ignore);
  send({ type: 'loaded' });
}

async function run(): Promise<void> {
  if (inspect !== undefined) await openDebugger(inspect);
  useHost({ hold: servers.hold, pageOf: errorPages(generation) });
  isRunning = true;
  // A program that has nothing more to do is to end as without us.
  process.channel?.unref();
  try {
    await import(main);
    reportImports();
    send({ type: 'ran' });
  } catch (error) {
    fail('The application could not be started.', error);
  }
}

async function openDebugger(at: string): Promise<void> {
  const { open } = await import('node:inspector');
  const [, host, port] = /^(?:(.*):)?(\d+)$/.exec(at) ?? [];
  open(Number(port ?? 9229), host ?? '127.0.0.1');
}

/** Ends as a signal would end it. */
function close(): void {
  servers.endEvents();
  if (!isRunning || process.listenerCount('SIGTERM') === 0) process.exit(0);
  process.emit('SIGTERM', 'SIGTERM');
  setTimeout(() => servers.destroyConnections(), DRAIN_LIMIT_MS).unref();
}

function take(order: Order, socket: Socket | undefined): void {
  switch (order.type) {
    case 'held':
    case 'refused':
      servers.answer(order);
      return;
    case 'connection':
      send({ type: 'taken' });
      servers.connect(order.key, socket);
      return;
    case 'pages':
      servers.renewPages();
      return;
    case 'close':
      close();
      return;
    default:
      work = work.then(() => obey(order));
  }
}

async function obey(order: Extract<Order, { readonly type: 'prepare' | 'sources' | 'load' | 'run' }>): Promise<void> {
  switch (order.type) {
    case 'prepare':
      return prepare(order);
    case 'sources':
      for (const { url, code } of order.changed) sources.set(url, code);
      for (const url of order.removed) sources.delete(url);
      return undefined;
    case 'load':
      return load(order.urls);
    default:
      return run();
  }
}

process.on('message', (order: Order, socket) => take(order, socket as Socket | undefined));
// The dev server has gone away.
process.on('disconnect', () => {
  setTimeout(() => process.exit(1), DRAIN_LIMIT_MS * 2).unref();
  close();
});
process.on('uncaughtExceptionMonitor', (error) => {
  if (isRunning)
    fail(servers.isListening ? 'The application has crashed.' : 'The application could not be started.', error);
});
process.on('exit', () => send({ type: 'closed' }));
