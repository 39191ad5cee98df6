import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What a command has left. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const BIN = join(import.meta.dirname, '../../bin/tenon.js');

/**
 * Runs the built `tenon`, as a user does: in a process of its own.
 *
 * @param folder - where it is run
 */
export function tenon(folder: string, ...given: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'], NO_COLOR: '1' };
    const child = spawn(process.execPath, [BIN, ...given], { cwd: folder, env });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
