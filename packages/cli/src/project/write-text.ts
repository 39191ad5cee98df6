import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/** Writes a file, makes the folders that it stands in, and says so. */
export function writeText(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const shown = relative(process.cwd(), file);
  console.log(`${shown.startsWith('..') ? file : shown} is written.`);
}
