import { cpSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = join(import.meta.dirname, '../../../..');
/** Where nobody commits or publishes anything, and where `reflect-metadata` can still be found. */
const COPY = join(PACKAGE, '../../dist/test/other-copy');

/** Loads a second copy of @tenon/core, as npm installs it when two packages want different versions. */
export async function loadOtherCopy(): Promise<typeof import('@tenon/core')> {
  cpSync(join(PACKAGE, 'src'), join(COPY, 'src'), { recursive: true });
  return (await import(join(COPY, 'src/index.ts'))) as typeof import('@tenon/core');
}

/** Puts the two places as they would be in an application. */
export function shortenCopies(text: string): string {
  return text
    .replaceAll(`${COPY}/`, '/app/node_modules/billing/node_modules/@tenon/core/')
    .replaceAll(`${PACKAGE}/`, '/app/node_modules/@tenon/core/');
}
