import { Container } from '../container/container.js';
import { CurrentRequest, requestOf } from '../container/current-request.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { registerCopy } from '../diagnostics/package-copies.js';
import { TenonError } from '../diagnostics/tenon-error.js';
import { ConsoleLogger } from '../logger/console-logger.js';
import { Logger } from '../logger/logger.js';
import { findRecord } from '../metadata/class-record.js';
import { ConfiguredModule, type ModuleReference } from '../metadata/module-definition.js';
import type { ProviderDefinition } from '../metadata/provider.js';
import { MultiToken, Token, tokenName } from '../metadata/token.js';
import { type Defaults, GraphLinker } from '../model/link-graph.js';
import type { ProviderModel } from '../model/model.js';
import { type Override, Overrides } from '../model/overrides.js';
import { readApplication, type Reading } from '../model/read-application.js';
import { ApplicationContext } from './application-context.js';
import { Discovery } from './discovery.js';
import type { CheckedGraph, Extension } from './extension.js';
import { currentHost, neverMade } from './host.js';
import { createPreparation, prepareClasses } from './prepare-classes.js';

/** What an older Node lacks is missed at some line deep inside; this is told first. */
const LEAST_NODE = 24;

/** What `createContext` takes. */
export interface ContextOptions {
  /** What a test puts in the place of providers and modules. Default: nothing. */
  readonly override?: readonly Override[];
  /** Where the log goes, unless a module provides `Logger`. Default: the console. */
  readonly logger?: Logger;
  /** What is built upon the graph. For packages. Default: nothing. */
  readonly extension?: Extension;
  /** How long a hook or an asynchronous factory may take, in milliseconds; 0 means without limit. Default: 30,000. */
  readonly timeoutMs?: number;
}

registerCopy(
  (thing) =>
    findRecord(thing) !== undefined ||
    thing instanceof Token ||
    thing instanceof MultiToken ||
    thing instanceof ConfiguredModule,
);

/**
 * Makes an application without HTTP: reads the modules, checks the whole graph, makes the singletons, starts them.
 *
 * @param root - the application's root module
 * @throws TenonError with every fault of the graph, before anything was made; or with what failed while it was made
 *   or started, after everything that had begun was ended
 *
 * @example
 * await using context = await createContext(AppModule);
 * await context.get(ReportService).send();
 */
export async function createContext(root: ModuleReference, options: ContextOptions = {}): Promise<ApplicationContext> {
  const version = process.versions.node;
  if (Number.parseInt(version, 10) < LEAST_NODE) {
    throw new TenonError([faults.nodeTooOld({}, { version, least: LEAST_NODE })]);
  }
  const { logger = new ConsoleLogger(), timeoutMs = 30_000 } = options;
  const found: Diagnostic[] = [];
  const overrides = new Overrides(options.override ?? [], (fault) => found.push(fault));
  const reading = readApplication(root, overrides, (fault) => found.push(fault));
  if (!reading) throw new TenonError(found);

  const discovery = new Discovery(
    () => linker.model(),
    (provider) => container.whenReady(provider),
  );
  const current = new CurrentRequest(() => requestOf(container.requests.getStore()));
  const standard = defaults(logger, discovery, current, options.extension);
  const linker = new GraphLinker(reading, standard);
  const container = new Container(reading, linker, found, (late, wanted) => context.startNow(late, wanted));
  const prepared = new Map<ProviderModel, unknown>();
  const preparation = createPreparation(reading);
  linker.link();
  if (options.extension?.check) {
    options.extension.check(checkedGraph(reading, linker));
    linker.link();
  }
  const { look, configures = !look } = currentHost();
  // The environment of whoever only looks need not be that of the application.
  if (configures) prepareClasses(reading.prepared, reading.report, preparation, prepared);
  // They are there, whether somebody asks for them or not.
  for (const token of standard.keys()) overrides.ofToken(token);
  found.push(...overrides.unusedFaults(() => Array.from(reading.byToken.keys(), tokenName)));
  if (found.length > 0) throw new TenonError(found);

  const prepare = (order: readonly ProviderModel[]): void => {
    const late = order.filter(({ kind }) => kind === 'prepared');
    prepareClasses(late, reading.report, preparation, prepared);
    if (found.length > 0) throw new TenonError(found.splice(0));
  };
  const context = new ApplicationContext({ container, linker, prepared, prepare, logger, timeoutMs });
  if (!look) await context.boot(linker.order, () => options.extension?.prepare?.(context));
  else {
    container.leaveUnmade(linker.order);
    if (configures) await context.boot(linker.order.filter(({ kind }) => kind === 'prepared'));
    if (options.extension) return context;
    look(context);
    return neverMade();
  }
  return context;
}

function defaults(
  logger: Logger,
  discovery: Discovery,
  current: CurrentRequest,
  extension: Extension | undefined,
): Defaults {
  return new Map<unknown, ProviderDefinition>([
    [Logger, { provide: Logger, useValue: logger }],
    [Discovery, { provide: Discovery, useValue: discovery }],
    [CurrentRequest, { provide: CurrentRequest, useValue: current }],
    ...(extension?.provides ?? []).map((definition) => [definition.provide, definition] as const),
  ]);
}

function checkedGraph({ root, modules, report }: Reading, linker: GraphLinker): CheckedGraph {
  return { root, modules, report, need: (owner, token, where) => linker.need(owner, token, where) };
}
