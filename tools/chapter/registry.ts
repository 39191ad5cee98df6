/** A registry on this machine, with nothing in it but what is published to it; all else comes from the machine's own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ROOT } from '../workspace.ts';

/** How long it may take to answer for the first time, in milliseconds. */
const LIMIT_MS = 60_000;

export class Registry implements AsyncDisposable {
  readonly url: string;
  readonly #process: ChildProcess;

  private constructor(url: string, process: ChildProcess) {
    this.url = url;
    this.#process = process;
  }

  /** @param folder - an empty one, for what it keeps */
  static async start(folder: string, port: number): Promise<Registry> {
    const uplink = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
    const all = { access: '$all', publish: '$all', unpublish: '$all' };
    const config = {
      storage: join(folder, 'storage'),
      web: { enable: false },
      max_body_size: '100mb',
      uplinks: { machine: { url: uplink, maxage: '1h', timeout: '60s', max_fails: 20 } },
      packages: {
        '@tenon/*': all,
        'create-tenon': all,
        '**': { access: '$all', proxy: 'machine' },
      },
      log: { type: 'stdout', format: 'pretty', level: 'warn' },
    };
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'config.yaml');
    // JSON is YAML.
    writeFileSync(file, JSON.stringify(config));
    const command = join(ROOT, 'tools', 'verdaccio', 'node_modules', 'verdaccio', 'bin', 'verdaccio');
    const child = spawn(process.execPath, [command, '--config', file, '--listen', `127.0.0.1:${port}`], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    process.on('exit', () => child.kill());
    const registry = new Registry(`http://127.0.0.1:${port}/`, child);
    const start = performance.now();
    while (!(await registry.#answers())) {
      if (child.exitCode !== null || performance.now() - start > LIMIT_MS) throw new Error('Verdaccio does not start.');
      await setTimeout(100);
    }
    return registry;
  }

  async #answers(): Promise<boolean> {
    return fetch(`${this.url}-/ping`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /**
   * What npm is to have in its environment to use this registry, with a cache of its own.
   *
   * @param folder - an empty one, for the cache and for the settings of npm
   */
  environmentFor(folder: string): Readonly<Record<string, string>> {
    mkdirSync(folder, { recursive: true });
    const settings = join(folder, 'npmrc');
    // npm does not publish without a token, whatever the registry asks for.
    writeFileSync(settings, `registry=${this.url}\n${this.url.replace('http:', '')}:_authToken=anybody\n`);
    return { npm_config_userconfig: settings, npm_config_cache: join(folder, 'cache'), npm_config_registry: this.url };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, 'close');
    this.#process.kill();
    await ended;
  }
}
