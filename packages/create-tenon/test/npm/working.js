// Takes the place of npm in a test: an installation that succeeds, and notes how it was asked for.
import { mkdirSync, writeFileSync } from 'node:fs';

const asked = process.argv.slice(2);
if (asked[0] === 'install') {
  mkdirSync('node_modules');
  writeFileSync('package-lock.json', JSON.stringify({ asked }));
}
