/**
 * Lints the OpenAPI document of each example with the recommended rules of redocly and spectral: no errors, no warnings.
 *
 * The examples must have been built. Usage: npm run openapi:lint
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModuleReference } from '@tenon/core';
import { ROOT } from './workspace.ts';

const LINTERS = join(ROOT, 'tools', 'openapi-linters', 'node_modules', '.bin');
const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
writeFileSync(join(folder, 'spectral.yaml'), 'extends: ["spectral:oas"]\n');

let failures = 0;
let count = 0;
for (const example of readdirSync(join(ROOT, 'examples'))) {
  const compiled = join(ROOT, 'examples', example, 'dist', 'app.module.js');
  if (!existsSync(compiled)) continue;
  count++;
  const file = join(folder, `${example}.json`);
  writeFileSync(file, JSON.stringify(await documentOf(compiled, join(ROOT, 'examples', example)), null, 2));
  lint('redocly', ['lint', file, '--extends=recommended', '--format=json'], example, (output) => {
    const { totals } = JSON.parse(output) as {
      readonly totals: { readonly errors: number; readonly warnings: number };
    };
    return totals.errors + totals.warnings === 0;
  });
  const ruleset = join(folder, 'spectral.yaml');
  lint('spectral', ['lint', file, '--ruleset', ruleset, '--fail-severity', 'hint'], example, () => true);
}
console.log(`${count} documents, ${failures} of the linters' runs with faults`);
process.exitCode = count > 0 && failures === 0 ? 0 : 1;

async function documentOf(compiled: string, at: string): Promise<unknown> {
  await import('reflect-metadata');
  // An example with a database makes itself none here.
  process.env['DATABASE_URL'] = 'sqlite::memory:';
  const { createApp, openApi } = await import('@tenon/http');
  const { AppModule } = (await import(compiled)) as { readonly AppModule: ModuleReference };
  await using app = await createApp(AppModule, { logger: false });
  return openApi(app, { folder: at });
}

function lint(linter: string, parameters: string[], example: string, isClean: (output: string) => boolean): void {
  const { status, stdout, stderr } = spawnSync(join(LINTERS, linter), parameters, { encoding: 'utf8' });
  if (status === 0 && isClean(stdout)) return;
  failures++;
  console.error(`${linter} on ${example}:\n${stdout}\n${stderr}`);
}
