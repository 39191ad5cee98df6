import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');

/** What a program has left behind. */
export interface Outcome {
  readonly exitCode: number | null;
  /** Both streams, without colours. */
  readonly output: string;
}

/**
 * A project outside of the workspace, with our packages in its `node_modules` as npm would publish them. All others are
 * links to the workspace's own, so that no network is needed.
 */
export class Project implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'tenon-project-'));

  constructor(packages: readonly string[]) {
    const modules = join(this.folder, 'node_modules');
    mkdirSync(join(modules, '@tenon'), { recursive: true });
    for (const name of readdirSync(join(ROOT, 'node_modules'))) {
      if (name.startsWith('.') || name === '@tenon') continue;
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
    }
    const workspaces = packages.flatMap((name) => ['--workspace', `packages/${name}`]);
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', this.folder, ...workspaces];
    const packed = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    for (const { name, filename } of Object.values(JSON.parse(packed) as Record<string, Packed>)) {
      const target = join(modules, name);
      mkdirSync(target);
      execFileSync('tar', ['-xzf', join(this.folder, filename), '--strip-components=1', '-C', target]);
      const { exports } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as Manifest;
      if (!existsSync(join(target, exports['.'].default))) throw new Error(`${name} is not built: npm run build`);
    }
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  /** Runs Node in the project, without what the run of these tests has put into the environment. */
  node(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    const { NODE_OPTIONS: _options, JEST_WORKER_ID: _worker, CI: _ci, FORCE_COLOR: _color, ...inherited } = process.env;
    const child = spawn(process.execPath, args, {
      cwd: this.folder,
      env: { ...inherited, NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output }));
    return promise;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface Manifest {
  readonly exports: { readonly '.': { readonly default: string } };
}

interface Packed {
  readonly name: string;
  readonly filename: string;
}
