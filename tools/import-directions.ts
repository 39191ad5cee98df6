/**
 * Which package may import which, and which folder of a package may import which: the one list to change.
 *
 * An arrow points from the user to what it uses: in `a ← b · c ← d`, `b` and `c` may import `a` but not each other, and
 * `d` may import all three. A name stands for the folder `src/NAME/` or the file `src/NAME.ts`. A package without
 * `folders` is flat. The entries of a package (`index.ts` and its like) import what they want, and nobody imports them.
 */
import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';

export interface PackageDirections {
  /** The other packages it may import, by their folders' names. */
  readonly imports: readonly string[];
  /** Packages that only its tests may import. */
  readonly tests?: readonly string[];
  /** The folders of its `src`, in arrow notation. */
  readonly folders?: string;
}

export const DIRECTIONS: Readonly<Record<string, PackageDirections>> = {
  core: {
    imports: [],
    folders: 'diagnostics ← logger · metadata ← contracts · model ← container ← lifecycle ← application',
  },
  dto: { imports: [], folders: 'errors ← ir ← read ← compile ← drop-in' },
  config: { imports: ['core', 'dto'] },
  http: {
    imports: ['core', 'dto', 'config'],
    folders:
      'errors · contracts ← decorators ← model ← uploads · files · sse ← openapi ← compile ← connections · health · overload · input ← fastify ← server',
  },
  testing: { imports: ['core', 'dto', 'config', 'http'] },
  data: {
    // Not http: a worker that has data does not load a server.
    imports: ['core', 'config'],
    tests: ['http', 'testing'],
    folders:
      'errors · orm ← drivers ← migrations ← database ← meanings ← pages · repositories · seeding · transactions ← module · test-database',
  },
  auth: {
    imports: ['core', 'dto', 'config', 'http'],
    tests: ['testing'],
    folders: 'errors · setup ← passwords · tokens · limits ← authentication ← policies ← create-auth · auth-module',
  },
  views: {
    imports: ['core', 'dto', 'http'],
    tests: ['testing'],
    folders:
      'errors · setup ← templates ← forms ← rendering ← problems ← views ← raw-views ← page-writer ← views-module',
  },
  sessions: {
    imports: ['core', 'dto', 'config', 'http'],
    tests: ['testing', 'auth'],
    folders: 'errors ← setup · cookie · csrf · registry ← session ← serve ← sessions-module',
  },
  cli: {
    imports: ['core', 'dto', 'http'],
    folders: 'errors ← project · client ← dev · build · doctor · generate ← database ← commands ← main',
  },
  // It runs on its user's Node before anything is installed, and so on nothing of ours.
  'create-tenon': { imports: [] },
};

/** The files at the top of a `src` that are entries of their package, and stand right of all arrows. */
const ENTRIES = new Set(['index', 'redis', 'testing']);

export interface Restriction {
  readonly regex?: string;
  readonly group?: string[];
  readonly message: string;
}

export interface Override {
  readonly files: string[];
  readonly rules: Readonly<Record<string, ['error', { readonly patterns: Restriction[] }]>>;
}

/** Splits arrow notation into its steps, from the left: each step is a list of names. */
export function stepsOf(folders: string): string[][] {
  return folders.split('←').map((step) => step.split('·').map((name) => name.trim()));
}

const INTO_SOURCES: Restriction = {
  regex: '^\\.{1,2}/(.*/)?(src|dist)/',
  message: "Import another package, or the package under test, by its name: '@tenon/core', never by a path.",
};

const DEEP_IMPORT: Restriction = {
  regex: '^@tenon/[^/]+/(src|dist)(/|$)',
  message: "Import what the package exports: '@tenon/core'. If something is missing there, export it.",
};

const INDEX: Restriction = {
  regex: '^\\.{1,2}(/|/(.*/)?index(\\.[cm]?[jt]s)?)?$',
  message: 'index.ts is for users of the package. Import the file that declares the thing.',
};

function notThesePackages(name: string, allowed: readonly string[]): Restriction {
  const may = allowed.length === 0 ? 'no other package' : `only ${allowed.map((one) => `@tenon/${one}`).join(', ')}`;
  return {
    group: ['@tenon/**', ...allowed.flatMap((one) => [`!@tenon/${one}`, `!@tenon/${one}/**`])],
    message: `@tenon/${name} imports ${may}. Move the code to the package that needs it, or take the thing as a parameter.`,
  };
}

function notTheseFolders(name: string, forbidden: readonly string[], folders: string): Restriction {
  return {
    regex: `^\\.{1,2}/(\\.\\./)*(${forbidden.join('|')})(/|\\.[cm]?[jt]s$)`,
    message: `'${name}' imports only what stands left of it in: ${folders}. Move the shared part to the left.`,
  };
}

function override(files: string[], patterns: Restriction[]): Override {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

/**
 * Gives oxlint's overrides for the whole workspace.
 *
 * oxlint takes the last override that matches a file and does not merge, so that each one repeats what holds everywhere.
 *
 * @param directions - the list above, or another one for a test
 */
export function importOverrides(directions = DIRECTIONS): Override[] {
  const everywhere = [INTO_SOURCES, DEEP_IMPORT];
  const overrides = [
    override(['**/*.{ts,mts,js,mjs}'], everywhere),
    // An application has no public door: its tests, and what measures it, import its files.
    override(
      ['examples/*/test/**', 'packages/create-tenon/templates/*/test/**', 'benchmarks/conduit/src/**'],
      [DEEP_IMPORT],
    ),
  ];
  for (const [name, { imports, tests = [], folders }] of Object.entries(directions)) {
    const inSources = [...everywhere, INDEX, notThesePackages(name, imports)];
    overrides.push(
      override([`packages/${name}/test/**`], [...everywhere, notThesePackages(name, [name, ...imports, ...tests])]),
      override([`packages/${name}/src/**`], inSources),
    );
    const steps = folders === undefined ? [] : stepsOf(folders);
    for (const [index, step] of steps.entries()) {
      for (const one of step) {
        const forbidden = [...step.filter((other) => other !== one), ...steps.slice(index + 1).flat()];
        if (forbidden.length === 0) continue;
        overrides.push(
          override(
            [`packages/${name}/src/${one}/**`, `packages/${name}/src/${one}.ts`],
            [...inSources, notTheseFolders(one, forbidden, folders ?? '')],
          ),
        );
      }
    }
  }
  return overrides;
}

/**
 * Finds packages and folders that the list does not name, and which no rule would hold therefore.
 *
 * @param root - the folder that has `packages/`
 * @returns one sentence for each, with the mend
 */
export function unlistedFolders(root: string, directions = DIRECTIONS): string[] {
  const faults: string[] = [];
  for (const entry of readdirSync(join(root, 'packages'), { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const listed = directions[entry.name];
    if (listed === undefined) {
      faults.push(`packages/${entry.name} is not in DIRECTIONS: say there what it may import.`);
      continue;
    }
    if (listed.folders === undefined) continue;
    const names = new Set([...ENTRIES, ...stepsOf(listed.folders).flat()]);
    for (const child of readdirSync(join(root, 'packages', entry.name, 'src'))) {
      if (names.has(parse(child).name)) continue;
      faults.push(
        `packages/${entry.name}/src/${child} is not in DIRECTIONS: say there between which arrows it stands.`,
      );
    }
  }
  return faults;
}
