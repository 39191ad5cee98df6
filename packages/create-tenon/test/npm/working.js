// Takes the place of npm in a test: an installation that succeeds, and notes how it was asked for.
import { mkdirSync, writeFileSync } from 'node:fs';

mkdirSync('node_modules');
writeFileSync('package-lock.json', JSON.stringify({ asked: process.argv.slice(2) }));
