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

const HERE = join(import.meta.dirname, '..', '..');
const ROOT = join(HERE, '..', '..');
/** What the workspace itself brings, so that both sides read the same metadata of the same classes. */
const FROM_ROOT = ['class-validator', 'class-transformer'] as const;
const OWN = ['ajv', 'ajv-formats', 'fast-json-stringify', 'typia', 'zod', 'typebox', '@vinejs/vine'] as const;
const MANIFESTS: Readonly<Record<string, string>> = {
  '@tenon/dto': join(ROOT, 'packages', 'dto', 'package.json'),
  ...Object.fromEntries(FROM_ROOT.map((name) => [name, join(ROOT, 'node_modules', name, 'package.json')])),
  ...Object.fromEntries(OWN.map((name) => [name, join(HERE, 'node_modules', name, 'package.json')])),
};

/** Reads what the figures of a run depend on. */
export async function readMachine(): Promise<Machine> {
  const versions = await Promise.all(
    Object.entries(MANIFESTS).map(async ([name, path]): Promise<[string, string]> => {
      const manifest: { readonly version: string } = JSON.parse(await readFile(path, 'utf8'));
      return [name, manifest.version];
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
