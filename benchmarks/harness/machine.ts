import { readFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';

/** Where a run took place, and with what. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  /** The load average of the last minute when the run began; the harness itself adds one. */
  readonly load: number;
  readonly node: string;
  /** Package name → version, of all subjects. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Reads what the figures of a run depend on.
 *
 * @param packages - the folder of each package under measure, in the order in which the report names them
 */
export async function readMachine(packages: readonly string[]): Promise<Machine> {
  const versions = await Promise.all(
    packages.map(async (folder): Promise<[string, string]> => {
      const manifest: { readonly name: string; readonly version: string } = JSON.parse(
        await readFile(join(folder, 'package.json'), 'utf8'),
      );
      return [manifest.name, manifest.version];
    }),
  );
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().split('-')[0]}`,
    load: loadavg()[0] ?? 0,
    node: process.version,
    versions: Object.fromEntries(versions),
  };
}
