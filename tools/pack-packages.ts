/** Packs packages of the workspace as npm publishes them. */
import { execFileSync } from 'node:child_process';
import { type Package, ROOT } from './workspace.ts';

/**
 * Packs built packages.
 *
 * @returns the names of the files in `target`
 */
export function packPackages(packages: readonly Package[], target: string): string[] {
  const workspaces = packages.flatMap(({ title }) => ['--workspace', title]);
  const output = execFileSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', target, ...workspaces],
    {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return Object.values(JSON.parse(output) as Record<string, { readonly filename: string }>).map(
    ({ filename }) => filename,
  );
}
