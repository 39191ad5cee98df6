/** The workspace's packages as their manifests describe them. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What this workspace writes under one subpath of `exports`. */
export interface Conditions {
  readonly types?: string;
  readonly default?: string;
}

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly sideEffects?: boolean | readonly string[];
  readonly exports?: Readonly<Record<string, string | Conditions>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export interface Package {
  /** Absolute path of its folder. */
  readonly folder: string;
  /** The same, as a person names it: `packages/core`. */
  readonly title: string;
  readonly manifest: Manifest;
}

/** One subpath that users import code from. */
export interface Entry {
  /** `.`, `./drop-in`. */
  readonly subpath: string;
  /** The name of its report: the package's own name without scope, or the subpath. */
  readonly reportName: string;
  /** Paths from the package's folder, as `exports` has them. */
  readonly types: string | undefined;
  readonly code: string | undefined;
}

export const ROOT = join(import.meta.dirname, '..');

/** Reads the packages that are published. */
export function publishedPackages(root = ROOT): Package[] {
  return globSync('packages/*/package.json', { cwd: root })
    .toSorted()
    .map((path) => {
      const folder = join(root, dirname(path));
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
      return { folder, title: relative(root, folder), manifest };
    })
    .filter(({ manifest }) => manifest.private !== true);
}

/** Lists the subpaths of a package that hold code; `./package.json` and other plain files are left out. */
export function entriesOf({ manifest }: Package): Entry[] {
  return Object.entries(manifest.exports ?? {})
    .filter((pair): pair is [string, Conditions] => typeof pair[1] !== 'string')
    .map(([subpath, { types, default: code }]) => ({
      subpath,
      reportName: (subpath === '.' ? manifest.name.replace(/^@[^/]+\//, '') : subpath.slice(2)).replaceAll('/', '-'),
      types,
      code,
    }));
}

/** Ends with a plain sentence, rather than with a puzzle, when the packages were not built. */
export function demandBuild(packages: readonly Package[]): void {
  for (const one of packages) {
    for (const { types } of entriesOf(one)) {
      if (types === undefined || existsSync(join(one.folder, types))) continue;
      throw new Error(`${one.title}/${types} is missing: run \`npm run build\` first`);
    }
  }
}
