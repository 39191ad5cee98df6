import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import * as errors from './errors.js';

/** Packed packages that take the place of published ones. */
export interface Vendor {
  readonly folder: string;
  /** By name. */
  readonly packages: ReadonlyMap<string, PackedPackage>;
}

interface PackedPackage {
  /** The name of its file: `tenon-core-0.1.0.tgz`. */
  readonly file: string;
  /** The names of what it depends on. */
  readonly dependencies: readonly string[];
}

/**
 * Reads what `npm pack` has left in a folder.
 *
 * @throws Refusal if there is nothing, or something else
 */
export async function readVendor(given: string): Promise<Vendor> {
  const folder = resolve(given);
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.tgz'));
  if (files.length === 0) throw errors.noPackedPackages(given);
  const packages = new Map<string, PackedPackage>();
  for (const file of files) {
    const { stdout } = await promisify(execFile)('tar', ['-xzOf', join(folder, file), 'package/package.json']).catch(
      () => {
        throw errors.notPacked(join(given, file));
      },
    );
    const { name, dependencies = {} } = JSON.parse(stdout) as {
      readonly name: string;
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    packages.set(name, { file, dependencies: Object.keys(dependencies) });
  }
  return { folder, packages };
}

/** Gives the vendored packages among some, and those that they need in turn. */
export function neededOf({ packages }: Vendor, names: readonly string[]): string[] {
  const needed = new Set<string>();
  const visit = (name: string): void => {
    const found = packages.get(name);
    if (found === undefined || needed.has(name)) return;
    needed.add(name);
    found.dependencies.forEach(visit);
  };
  names.forEach(visit);
  return [...needed];
}
