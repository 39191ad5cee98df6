/**
 * Installs what a folder with a lock of its own needs, such as a benchmark, unless what is there already
 * matches its lock.
 *
 * The benchmarks are no workspaces: the rivals they install would only slow down the set-up of everybody who wants to
 * run the tests. So each has a lock of its own, and is installed when it is first run.
 *
 * Usage: node tools/install-locked.mjs benchmarks/container
 */
import { execSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('Usage: node tools/install-locked.mjs <folder>');

const stamp = join(folder, 'node_modules', '.installed');
const lock = createHash('sha256')
  .update(readFileSync(join(folder, 'package-lock.json')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  execSync(`npm ci --prefix "${folder}" --no-audit`, { stdio: 'inherit' });
  writeFileSync(stamp, lock);
}
