import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * Whose a port is: each `tenon dev` has a folder of its own for as long as it runs, in which there is a file for each port
 * that it holds. Who asks for a port that is taken looks there.
 */

/** What the names of the folders begin with; the number of the process follows. */
export const FOLDER_PREFIX = 'tenon-dev-';

const fileOf = (folder: string, port: number): string => join(folder, `port-${port}`);

/** Notes that a port is held for a project. */
export function noteOwner(folder: string, port: number, project: string): void {
  writeFileSync(fileOf(folder, port), project);
}

export function forgetOwner(folder: string, port: number): void {
  rmSync(fileOf(folder, port), { force: true });
}

/** Gives which `tenon dev` holds a port, in words; undefined if none is known to. */
export function ownerOf(port: number): string | undefined {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(FOLDER_PREFIX) ? Number.parseInt(name.slice(FOLDER_PREFIX.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || !isRunning(pid)) continue;
    try {
      const project = readFileSync(fileOf(join(tmpdir(), name), port), 'utf8');
      return `\`tenon dev\` in ${project} (process ${pid})`;
    } catch {
      // It holds other ports, or is another user's.
    }
  }
  return undefined;
}

/** One that was killed has left its folder behind. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
