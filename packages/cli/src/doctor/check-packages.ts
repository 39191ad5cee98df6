import { readFileSync, realpathSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { findManifest } from '../project/own-tool.js';
import type { Project } from '../project/project.js';
import { about, type Finding } from './finding.js';

const packages = about('packages');

interface Installed {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  /** The versions of others that it works with. */
  readonly peers: Readonly<Record<string, string>>;
}

interface PackageManifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Those of which a second copy keeps decorators that nobody sees. */
const KEEPS_RECORDS = (name: string): boolean => name.startsWith('@tenon/') || name === 'class-transformer';
const WATCHED = new Set(['class-validator', 'reflect-metadata', 'fastify']);

/** Looks for second copies among all packages that the project reaches, and for versions that do not agree. */
export async function checkPackages(project: Project): Promise<Finding[]> {
  const all = [...reach(project.folder)].filter(({ name }) => KEEPS_RECORDS(name) || WATCHED.has(name));
  const byName = Map.groupBy(all, ({ name }) => name);
  const findings = [...byName].flatMap(([name, copies]) => {
    if (copies.length < 2) return [];
    const places = copies.map(({ version, folder }) => `${version} in ${relative(project.folder, folder) || folder}`);
    const what = `${name} is installed ${copies.length} times: ${places.join('; ')}`;
    const fix = `keep one: npm ls ${name} tells who wants each`;
    return [KEEPS_RECORDS(name) ? packages.fault(what, fix) : packages.warning(what, fix)];
  });
  const own = all.filter(({ name }) => name.startsWith('@tenon/'));
  const versions = new Set(own.map(({ version }) => version));
  if (versions.size > 1) {
    const listed = own.map(({ name, version }) => `${name} ${version}`).join(', ');
    findings.push(packages.fault(`versions of Tenon are mixed: ${listed}`, 'install all of them in one version'));
  }
  for (const { name, peers } of own) {
    for (const [peer, wanted] of Object.entries(peers)) {
      const there = byName.get(peer)?.[0];
      // Only a version that is pinned can be compared as it stands.
      if (!there || !/^\d/.test(wanted) || there.version === wanted) continue;
      const what = `${name} compiles ${peer} ${wanted}, and ${there.version} is installed`;
      findings.push(packages.fault(what, `npm install --save-exact ${peer}@${wanted}`));
    }
  }
  if (own.length === 0) {
    findings.push(packages.fault('no package of Tenon is installed', 'npm install, or see docs/set-up.md'));
  }
  if (findings.length > 0) return findings;
  return [packages.ok(`one copy of each, Tenon ${[...versions].join()}`)];
}

/** Gives each package that a folder's package.json leads to, once for each place where it lies. */
function reach(start: string): Iterable<Installed> {
  const found = new Map<string, Installed>();
  const visit = (folder: string, manifest: PackageManifest, names: readonly string[]): void => {
    for (const name of names) {
      const file = findManifest(folder, name);
      if (file === undefined) continue;
      const place = dirname(realpathSync(file));
      if (found.has(place)) continue;
      const own = JSON.parse(readFileSync(file, 'utf8')) as PackageManifest;
      found.set(place, { name, version: own.version ?? '', folder: place, peers: own.peerDependencies ?? {} });
      visit(place, own, needs(own));
    }
  };
  const root = JSON.parse(readFileSync(`${start}/package.json`, 'utf8')) as PackageManifest;
  visit(start, root, [...needs(root), ...Object.keys(root.devDependencies ?? {})]);
  return found.values();
}

function needs({ dependencies, optionalDependencies, peerDependencies }: PackageManifest): string[] {
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
}
