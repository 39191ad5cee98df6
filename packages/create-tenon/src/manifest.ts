import { BATTERIES } from './battery.js';
import { neededOf, type Vendor } from './vendor.js';
import type { ProjectFacts } from './project-facts.js';

type Versions = Readonly<Record<string, string>>;

/** The parts of a package.json that differ from one project to the next. */
export interface Manifest {
  readonly name: string;
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly [field: string]: unknown;
}

/** Makes the package.json of a project from that of its template. */
export function fillManifest(template: Manifest, { name, batteries, version, node, vendor }: ProjectFacts): Manifest {
  const added = Object.fromEntries(batteries.map((battery) => [BATTERIES[battery].package, version]));
  const ours = (versions: Versions): Versions =>
    Object.fromEntries(
      Object.entries(versions).map(([key, given]) => [key, key.startsWith('@tenon/') ? version : given]),
    );
  const filled = {
    ...template,
    name,
    dependencies: sorted({ ...ours(template.dependencies), ...added }),
    devDependencies: sorted({ ...ours(template.devDependencies), ...(node !== undefined && { node }) }),
    // Newer versions of npm run only those install scripts that are named.
    allowScripts: { ...(node !== undefined && { node: true }), ...template.allowScripts },
  };
  return vendor === undefined ? filled : withFiles(filled, vendor);
}

/**
 * Names packed files in place of versions.
 *
 * Packages ask for each other by version, and npm takes what the project has installed already. So the project also names
 * those that it needs only through others.
 */
function withFiles(manifest: Manifest, vendor: Vendor): Manifest {
  const files = (names: readonly string[]): Versions =>
    Object.fromEntries(names.map((name) => [name, `file:vendor/${vendor.packages.get(name)?.file}`]));
  const atRunTime = neededOf(vendor, Object.keys(manifest.dependencies));
  const all = neededOf(vendor, [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)]);
  return {
    ...manifest,
    dependencies: sorted({ ...manifest.dependencies, ...files(atRunTime) }),
    devDependencies: sorted({
      ...manifest.devDependencies,
      ...files(all.filter((name) => !atRunTime.includes(name))),
    }),
  };
}

/** Names the packed files that a project has to have. */
export function vendoredFiles({ dependencies, devDependencies }: Manifest): string[] {
  return Object.values({ ...dependencies, ...devDependencies })
    .filter((version) => version.startsWith('file:vendor/'))
    .map((version) => version.slice('file:vendor/'.length));
}

/** In the order in which npm writes them. */
function sorted(versions: Versions): Versions {
  return Object.fromEntries(Object.entries(versions).toSorted(([a], [b]) => a.localeCompare(b, 'en')));
}
