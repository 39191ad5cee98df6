import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TenonError } from '@tenon/core';
import { isSource } from '../project/import-sources.js';
import type { Project } from '../project/project.js';
import type { ApplicationProcess } from './application-process.js';
import { ApplicationProcesses } from './application-processes.js';
import { ApplicationRun, type RunListener } from './application-run.js';
import { expectedPort } from './expected-port.js';
import type { Fault } from './fault.js';
import { HeldPorts } from './held-ports.js';
import type { HoldReport, Imports } from './messages.js';
import { type FileChanges, ProjectWatch } from './project-watch.js';
import { type Renewal, Renewals } from './renewals.js';
import { SourceStore } from './source-store.js';
import type { Terminal } from './terminal.js';

/** How long a served application is left alone before the next process is prepared, in milliseconds. */
const SETTLE_MS = 100;
/** After how long it is said what an application waits for that is not served, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Serves an application while it is written: holds its ports, runs it in a process, and puts another one in the place of
 * that at each edit.
 *
 * Nothing is replaced within a process, so that nothing of what was is left in it. It is fast all the same, because the next
 * process is prepared while the current one serves: see docs/dev-server.md.
 */
export class DevServer implements RunListener {
  /** What is to hold still while an application is put in the place of another one. */
  beside: { pause(): void; resume(): void } | undefined;
  readonly #project: Project;
  readonly #main: string;
  readonly #terminal: Terminal;
  readonly #watch: ProjectWatch;
  readonly #store = new SourceStore();
  readonly #ports: HeldPorts;
  readonly #processes: ApplicationProcesses;
  readonly #renewals = new Renewals((renewal) => this.#renew(renewal));
  /** What the main file imports. */
  #ofMain: readonly string[] = [];
  #current: ApplicationRun | undefined;
  /** Fulfilled when every application before the current one is closed. */
  #othersClosed: Promise<unknown> = Promise.resolve();
  #settling: NodeJS.Timeout | undefined;
  #fault: Fault | undefined;
  #listens: boolean | undefined;
  #isStarted = false;
  #isClosing = false;

  /**
   * @param first - the process that is to run the application first, prepared with what is said here
   * @param inspect - where a debugger may connect, `[host:]port`; it goes on from process to process
   */
  constructor(project: Project, main: string, terminal: Terminal, first: ApplicationProcess, inspect?: string) {
    this.#project = project;
    this.#main = main;
    this.#terminal = terminal;
    const { folder } = project;
    this.#ports = new HeldPorts(folder);
    const preparation = { main, folder, ...(inspect !== undefined && { inspect }) };
    this.#processes = new ApplicationProcesses(first, this.#store, preparation);
    this.#watch = new ProjectWatch(
      project.folder,
      (changes) => this.#take(changes),
      // What was edited before the watch could see it.
      () => this.#take({ files: new Set(this.#store.files), at: performance.now() }),
    );
  }

  /** Runs the application for the first time. */
  async start(): Promise<void> {
    this.#renewals.add({ files: new Set(), at: 0, isFresh: false });
    await this.#renewals.done();
  }

  /** Runs the application anew, from nothing. */
  restart(): void {
    this.#renewals.add({ files: new Set(), at: performance.now(), isFresh: true });
  }

  /** Ends the application in order, and everything else. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#renewals.close();
    clearTimeout(this.#settling);
    this.#processes.dropSpare();
    this.#ports.close();
    await Promise.all([this.#current?.close(), this.#othersClosed, this.#watch.close()]);
    this.kill();
  }

  /** Ends everything at once. */
  kill(): void {
    this.#processes.killAll();
    this.#ports.destroy();
  }

  hold(run: ApplicationRun, wanted: HoldReport): void {
    void this.#ports.hold(run, wanted);
  }

  listening(run: ApplicationRun, key: string): void {
    if (run !== this.#current) return;
    this.#listens = true;
    this.#ports.handTo(run, key);
  }

  imported(run: ApplicationRun, { modules, dependencies, ofMain }: Imports): void {
    // What an application that is being closed still imports is not that of the next one, nor is it watched at the end.
    if (run !== this.#current || this.#isClosing) return;
    if (ofMain.length > 0) this.#ofMain = ofMain;
    this.#processes.dependencies = dependencies;
    const different = this.#store.know(modules);
    for (const { url } of modules) this.#watch.add(fileURLToPath(url));
    if (different.length > 0) this.#take({ files: new Set(different), at: performance.now() });
  }

  ended(run: ApplicationRun, fault: Fault | undefined): void {
    if (run !== this.#current) return;
    if (fault) void this.#break(fault);
    else this.#terminal.say(`${this.#shown(this.#main)} has run to its end; an edit runs it again`);
  }

  #take({ files, at }: FileChanges): void {
    // An application is not disturbed by files that are written as they were.
    const changes = this.#store.update([...files].filter((file) => this.#matters(file)));
    if (changes === undefined) {
      // The application reads them anew by itself: only browsers have to be told.
      if ([...files].some((file) => this.#watch.isOfPages(file))) this.#current?.process.send({ type: 'pages' });
      return;
    }
    this.#processes.update(changes);
    const isFresh = changes.files.some((file) => this.#isOfPreparation(file));
    this.#renewals.add({ files: new Set(changes.files), at, isFresh });
  }

  #matters(file: string): boolean {
    if (this.#watch.isOfPreparation(file) || this.#store.has(file)) return true;
    // It may be what was missing.
    return this.#fault !== undefined && /\.(?:[cm]?[jt]s|json)$/.test(file);
  }

  /** Whether a prepared process has this in it already: what is neither the project's nor in node_modules is a package too. */
  #isOfPreparation(file: string): boolean {
    const isElsewhere = relative(this.#project.folder, file).startsWith('..') && !isSource(pathToFileURL(file).href);
    return isElsewhere || this.#watch.isOfPreparation(file);
  }

  async #renew(renewal: Renewal): Promise<void> {
    this.beside?.pause();
    await this.#replace(renewal);
    setTimeout(() => this.beside?.resume(), SETTLE_MS).unref();
  }

  /** Puts another process in the place of the current one. */
  async #replace({ files, at, isFresh }: Renewal): Promise<void> {
    clearTimeout(this.#settling);
    if (isFresh) this.#processes.dropSpare();
    const before = this.#current;
    this.#fault = undefined;
    const problems = this.#store.problemsOf(files);
    if (problems.length > 0) {
      const { message } = new TenonError(problems);
      await this.#break({ heading: 'The application could not be compiled.', text: message });
      return;
    }
    this.#ports.wait();
    const { hasSpare: isPrepared } = this.#processes;
    const run = new ApplicationRun(this.#processes.take(), this, this.#shown(this.#main), this.#listens);
    this.#current = run;
    if (before) this.#closeBefore(before);
    void run.start(files.has(this.#main) ? [] : this.#ofMain, this.#othersClosed);
    const outcome = await this.#outcomeOf(run);
    if (outcome === undefined) return;
    if (outcome.type === 'fault') {
      await this.#break(outcome.fault);
      return;
    }
    this.#listens ??= run.isListening;
    const deed = this.#isStarted ? (isPrepared ? 'reloaded' : 'restarted') : 'started';
    this.#isStarted = true;
    const why = files.size > 0 ? ` (${this.#named(files)})` : '';
    this.#terminal.say(`${deed} in ${Math.round(performance.now() - at)} ms${why}`);
    this.#settling = setTimeout(() => this.#settle(run), SETTLE_MS);
  }

  /** The one before it may be closing as well, if edits follow each other fast. */
  #closeBefore(run: ApplicationRun): void {
    const isClosed = run.close().then((inOrder) => {
      if (!inOrder) this.#terminal.say('the application had not ended within 5 s, and was killed');
    });
    this.#othersClosed = Promise.all([this.#othersClosed, isClosed]);
  }

  /** @returns undefined when something newer is to be done */
  async #outcomeOf(run: ApplicationRun): Promise<Awaited<ApplicationRun['outcome']> | undefined> {
    const timer = setTimeout(() => {
      this.#terminal.say(`not served after ${PATIENCE_MS / 1000} s: ${run.waitsFor}`);
    }, PATIENCE_MS);
    const outcome = await this.#renewals.orNewer(run.outcome);
    clearTimeout(timer);
    return outcome;
  }

  /** Shows what is at fault, wherever somebody looks, until an edit mends it. */
  async #break(fault: Fault): Promise<void> {
    this.#fault = fault;
    void this.#current?.close();
    await this.#ports.show(fault, () => expectedPort(this.#project));
    // Whoever reads it looks at the page next.
    this.#terminal.show(fault);
    this.#settling = setTimeout(() => this.#prepare(), SETTLE_MS);
  }

  /** Does what can wait until the application has been served for a moment. */
  #settle(run: ApplicationRun): void {
    this.#ports.keepOnly(run.keys);
    this.#prepare();
  }

  #prepare(): void {
    if (!this.#isClosing) this.#processes.prepare();
  }

  #shown(file: string): string {
    return relative(this.#project.folder, file).replaceAll('\\', '/');
  }

  #named(files: ReadonlySet<string>): string {
    const [first = '', ...others] = files;
    return others.length === 0 ? this.#shown(first) : `${this.#shown(first)} and ${others.length} more`;
  }
}
