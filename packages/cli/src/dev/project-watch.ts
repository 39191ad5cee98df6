import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';

/** Files that have changed together. */
export interface FileChanges {
  readonly files: ReadonlySet<string>;
  /** Of the first of them, as `performance.now` has it. */
  readonly at: number;
}

/** How long it is waited for the next file, in milliseconds: editors write in several steps, and git many files. */
const GATHER_MS = 5;
/** The same, where a file is empty or away: it is being written anew. */
const REWRITE_MS = 60;

/** Folders in which nothing of an application is written by hand. */
const OTHERS: ReadonlySet<string> = new Set(['node_modules', 'dist', 'coverage']);
/** What package managers write when they have installed something. */
const INSTALLED = ['.package-lock.json', '.modules.yaml', '.yarn-integrity', '.yarn-state.yml'];
/** What a process is prepared with. */
const PREPARED =
  /^(?:package\.json|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?|tsconfig.*\.json|\.env(?:\..+)?)$/;

/** Templates and styles, wherever they lie, and all that is in the folders for them. */
const OF_PAGES = /\.(?:eta|css)$|^(?:views|public)\//;

/** Watches the files of a project. */
export class ProjectWatch {
  readonly #folder: string;
  readonly #onChange: (changes: FileChanges) => void;
  readonly #watcher: FSWatcher;
  #files = new Set<string>();
  #at = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param onReady - is told once that all files are watched: changes before are not noticed
   */
  constructor(folder: string, onChange: (changes: FileChanges) => void, onReady: () => void) {
    this.#folder = folder;
    this.#onChange = onChange;
    this.#watcher = watch([folder, ...installedFiles(folder)], {
      ignored: (path) => this.#isIgnored(path),
      ignoreInitial: true,
      // An editor that replaces a file is told from one that removes it by looking again, and sooner.
      atomic: false,
    });
    this.#watcher.on('all', (event, path) => {
      if (event === 'add' || event === 'change' || event === 'unlink') this.#take(path);
    });
    this.#watcher.once('ready', onReady);
    // A folder that cannot be read, or too many of them: what can be watched is.
    this.#watcher.on('error', () => {});
  }

  /** Whether a process that was prepared is of no use once this file has changed. */
  isOfPreparation(file: string): boolean {
    const name = basename(file);
    if (dirname(file) !== this.#folder) return INSTALLED.includes(name) && basename(dirname(file)) === 'node_modules';
    return PREPARED.test(name) && name !== '.env.example';
  }

  /** Whether pages are different once this file has changed, while the application is the same. */
  isOfPages(file: string): boolean {
    return OF_PAGES.test(relative(this.#folder, file).split(sep).join('/'));
  }

  /** Watches a file that lies elsewhere, such as that of another package of a workspace. */
  add(file: string): void {
    if (relative(this.#folder, file).startsWith('..')) this.#watcher.add(file);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#watcher.close();
  }

  #isIgnored(path: string): boolean {
    const within = relative(this.#folder, path);
    if (within === '' || within.startsWith('..')) return false;
    const parts = within.split(sep);
    if (INSTALLED.includes(parts.at(-1) ?? '') && parts.length === 2) return false;
    return parts.some((part) => OTHERS.has(part) || (part.startsWith('.') && !part.startsWith('.env')));
  }

  #take(file: string): void {
    if (this.#files.size === 0) this.#at = performance.now();
    this.#files.add(file);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), GATHER_MS);
  }

  #tell(): void {
    const left = REWRITE_MS - (performance.now() - this.#at);
    if (left > 0 && [...this.#files].some(isBeingWritten)) {
      this.#timer = setTimeout(() => this.#tell(), left);
      return;
    }
    const files = this.#files;
    this.#files = new Set();
    this.#onChange({ files, at: this.#at });
  }
}

function isBeingWritten(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

/** In a workspace, `node_modules` lies above. */
function installedFiles(start: string): string[] {
  const found: string[] = [];
  for (let folder = start; ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    if (existsSync(modules)) found.push(...INSTALLED.map((name) => join(modules, name)));
    if (dirname(folder) === folder) return found;
  }
}
