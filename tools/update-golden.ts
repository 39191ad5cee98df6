/** Writes the golden files anew from what the tests say now: `npm run golden [-- test/path]`. Look at the difference. */
import { spawnSync } from 'node:child_process';

if (process.env['CI'] !== undefined) {
  console.error('Golden files are written by hand and never in CI: run `npm run golden` on your own machine.');
  process.exit(1);
}
const { status } = spawnSync('npm', ['run', 'test:jest', '--', ...process.argv.slice(2)], {
  env: { ...process.env, UPDATE_GOLDEN: '1' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
