import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { findCompiler } from '../project/compiler-options.js';
import type { Project } from '../project/project.js';

/** For how long a check may be held up, in milliseconds. */
const PAUSE_LIMIT_MS = 1000;

/** How many lines of errors are shown. */
const MOST_LINES = 24;

/** Checks the types of a project beside the application: whatever it finds delays nothing. */
export class TypeCheck {
  readonly #compiler: string;
  readonly #folder: string;
  readonly #usesColours: boolean;
  readonly #onResult: (text: string) => void;
  /** Away when it has ended by itself. */
  #tsc: ChildProcess | undefined;
  /** What was printed since a check began. */
  #lines: string[] = [];
  #hadErrors = false;
  #rest = '';
  #pausing: NodeJS.Timeout | undefined;

  /** @param onResult - is told the errors of each check, and once that there are none any more */
  constructor(compiler: string, folder: string, usesColours: boolean, onResult: (text: string) => void) {
    this.#compiler = compiler;
    this.#folder = folder;
    this.#usesColours = usesColours;
    this.#onResult = onResult;
    this.#tsc = this.#start();
  }

  /** Lets the application have the processors, for a second at most: both of them hear of an edit at the same moment. */
  pause(): void {
    if (process.platform === 'win32' || this.#pausing !== undefined) return;
    this.#tsc?.kill('SIGSTOP');
    this.#pausing = setTimeout(() => this.#continue(), PAUSE_LIMIT_MS);
  }

  /** Goes on; begins anew if the compiler has ended, which an edit may have mended. */
  resume(): void {
    this.#continue();
    this.#tsc ??= this.#start();
  }

  stop(): void {
    this.#continue();
    this.#tsc?.off('close', this.#end).kill();
  }

  #start(): ChildProcess {
    const options = ['--noEmit', '--watch', '--preserveWatchOutput', '--pretty', String(this.#usesColours)];
    const tsc = spawn(process.execPath, [this.#compiler, ...options], {
      cwd: this.#folder,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#lines = [];
    this.#rest = '';
    tsc.on('error', () => {});
    tsc.on('close', this.#end);
    try {
      // The application comes first.
      if (tsc.pid !== undefined) setPriority(tsc.pid, 10);
    } catch {
      // It has ended already, or the system does not let us.
    }
    tsc.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (this.#rest + chunk).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#take(line);
    });
    return tsc;
  }

  readonly #end = (code: number | null, signal: NodeJS.Signals | null): void => {
    this.#tsc = undefined;
    const how = signal === null ? `code ${code}` : signal;
    this.#onResult(
      [...this.#lines, `The check of types has ended, with ${how}. The next edit begins it again.`].join('\n').trim(),
    );
  };

  #continue(): void {
    if (this.#pausing === undefined) return;
    clearTimeout(this.#pausing);
    this.#pausing = undefined;
    this.#tsc?.kill('SIGCONT');
  }

  #take(line: string): void {
    const plain = stripVTControlCharacters(line);
    if (/\bStarting (?:compilation|incremental compilation)\b/.test(plain)) {
      this.#lines = [];
      return;
    }
    const count = /\bFound (\d+) errors?\. Watching for file changes\.$/.exec(plain.trimEnd())?.[1];
    if (count === undefined) {
      this.#lines.push(line);
    } else if (count !== '0') {
      this.#hadErrors = true;
      this.#onResult(shorten(this.#lines.splice(0), Number(count)));
    } else if (this.#hadErrors) {
      this.#hadErrors = false;
      this.#onResult('No type errors any more.');
    }
  }
}

/** Shows so much of the errors that what stands above them, such as why a file could not be compiled, stays in sight. */
function shorten(lines: readonly string[], count: number): string {
  const text = lines.join('\n').trim();
  const all = text.split('\n');
  if (all.length <= MOST_LINES) return text;
  return `${all.slice(0, MOST_LINES).join('\n')}\n… ${count} errors in all: npx tsc --noEmit shows them.`;
}

/** Begins to check the types of a project, if it has a compiler and says how. */
export function checkTypes(
  project: Project,
  usesColours: boolean,
  onResult: (text: string) => void,
): TypeCheck | undefined {
  const compiler = findCompiler(project);
  if (compiler === undefined || !existsSync(join(project.folder, 'tsconfig.json'))) return undefined;
  return new TypeCheck(compiler, project.folder, usesColours, onResult);
}
