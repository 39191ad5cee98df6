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
  readonly #onResult: (text: string) => void;
  readonly #tsc: ChildProcess;
  /** What was printed since a check began. */
  #lines: string[] = [];
  #hadErrors = false;
  #rest = '';
  #pausing: NodeJS.Timeout | undefined;

  /** @param onResult - is told the errors of each check, and once that there are none any more */
  constructor(compiler: string, folder: string, usesColours: boolean, onResult: (text: string) => void) {
    this.#onResult = onResult;
    const options = ['--noEmit', '--watch', '--preserveWatchOutput', '--pretty', String(usesColours)];
    this.#tsc = spawn(process.execPath, [compiler, ...options], {
      cwd: folder,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#tsc.on('error', () => {});
    try {
      // The application comes first.
      if (this.#tsc.pid !== undefined) setPriority(this.#tsc.pid, 10);
    } catch {
      // It has ended already, or the system does not let us.
    }
    this.#tsc.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (this.#rest + chunk).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#take(line);
    });
  }

  /** Lets the application have the processors, for a second at most: both of them hear of an edit at the same moment. */
  pause(): void {
    if (process.platform === 'win32' || this.#pausing !== undefined) return;
    this.#tsc.kill('SIGSTOP');
    this.#pausing = setTimeout(() => this.resume(), PAUSE_LIMIT_MS);
  }

  resume(): void {
    if (this.#pausing === undefined) return;
    clearTimeout(this.#pausing);
    this.#pausing = undefined;
    this.#tsc.kill('SIGCONT');
  }

  stop(): void {
    this.resume();
    this.#tsc.kill();
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
      this.#onResult(shorten(this.#lines, Number(count)));
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
