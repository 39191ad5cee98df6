import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

const COMMAND = join(import.meta.dirname, '../bin/create-tenon.js');
const RUN_EACH = join(import.meta.dirname, 'run-each.js');

/** What the command has left behind. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Circumstances {
  /** The version that Node says it has. Default: its own. */
  readonly node?: string;
  /** What takes the place of npm: a file of `npm/`. */
  readonly npm?: 'working' | 'failing' | 'offline' | 'endless';
  readonly environment?: Readonly<Record<string, string>>;
}

type Running = ChildProcessByStdio<null, Readable, Readable>;

/** A folder in which the command is run. */
export class Desk implements Disposable {
  // The name of a temporary folder has capital letters, and could not be that of a project.
  readonly folder = join(realpathSync(mkdtempSync(join(tmpdir(), 'create-tenon-'))), 'desk');

  constructor() {
    mkdirSync(this.folder);
  }

  /** Runs the command, without a terminal. */
  create(given: readonly string[], circumstances: Circumstances = {}): Promise<Outcome> {
    return this.#ended(this.start(given, circumstances));
  }

  /** Runs the command several times, in one process. */
  async createEach(given: readonly (readonly string[])[]): Promise<Pick<Outcome, 'exitCode' | 'stderr'>[]> {
    const { stdout, stderr } = await this.#ended(this.#spawn([RUN_EACH, JSON.stringify(given)], {}));
    if (stderr !== '') throw new Error(stderr);
    return JSON.parse(stdout) as Pick<Outcome, 'exitCode' | 'stderr'>[];
  }

  async #ended(child: Running): Promise<Outcome> {
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
    }
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode, ...texts };
  }

  start(given: readonly string[], circumstances: Circumstances): Running {
    return this.#spawn([COMMAND, ...given], circumstances);
  }

  #spawn(program: readonly string[], { node, npm = 'working', environment }: Circumstances): Running {
    const asNode =
      node === undefined
        ? []
        : [`--import=data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '${node}' } });`];
    const { NODE_OPTIONS: _options, CI: _ci, FORCE_COLOR: _colour, ...inherited } = process.env;
    return spawn(process.execPath, [...asNode, ...program], {
      cwd: this.folder,
      env: {
        ...inherited,
        npm_config_user_agent: 'npm/11.0.0 node/v24.0.0',
        npm_execpath: join(import.meta.dirname, 'npm', `${npm}.js`),
        // Whoever runs the tests may have no name in git, or sign what is committed.
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.org',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@example.org',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** What is in the folder now. */
  content(): string[] {
    return readdirSync(this.folder).toSorted();
  }

  [Symbol.dispose](): void {
    rmSync(dirname(this.folder), { recursive: true, force: true });
  }
}
