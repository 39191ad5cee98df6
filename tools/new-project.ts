/**
 * Makes a project from this checkout, as `npm create tenon` does from the registry: with packages that are packed from
 * here, and with the Node and the npm of the machine rather than those of this repository.
 *
 * Usage: npm run new -- ../my-app [options of create-tenon]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOutside, machineNode } from './outside.ts';
import { packPackages } from './pack-packages.ts';
import { ROOT, publishedPackages } from './workspace.ts';

const vendor = mkdtempSync(join(tmpdir(), 'tenon-packed-'));
try {
  packPackages(
    publishedPackages().filter(({ manifest }) => manifest.name !== 'create-tenon'),
    vendor,
  );
  const { INIT_CWD: folder = process.cwd() } = process.env;
  const command = join(ROOT, 'packages', 'create-tenon', 'bin', 'create-tenon.js');
  const child = spawn(machineNode(), [command, ...process.argv.slice(2), '--vendor', vendor], {
    cwd: folder,
    env: environmentOutside(),
    stdio: 'inherit',
  });
  // It has something to tidy up, and this waits for it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  process.exitCode = exitCode ?? 1;
} finally {
  rmSync(vendor, { recursive: true });
}
