import type { DatabaseKind } from '../drivers/database-url.js';

interface Statements {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/**
 * Writes the file of a migration. For one table it amounts to
 *
 *     import { defineMigration } from '@tenon/data';
 *
 *     export default defineMigration({
 *       up: {
 *         sqlite: ['create table `tag` (`id` integer not null primary key autoincrement)'],
 *         postgres: ['create table "tag" ("id" serial primary key)'],
 *       },
 *       down: { … },
 *     });
 */
export function printMigration(differences: Readonly<Partial<Record<DatabaseKind, Statements>>>): string {
  const print = (direction: 'up' | 'down'): string[] => {
    const kinds = Object.entries(differences);
    if (kinds.length === 0) return [`  ${direction}: [],`];
    return [
      `  ${direction}: {`,
      ...kinds.flatMap(([kind, statements]) => [
        `    ${kind}: [`,
        ...statements[direction].map((statement) => `      ${literalOf(statement)},`),
        '    ],',
      ]),
      '  },',
    ];
  };
  const lines = ["import { defineMigration } from '@tenon/data';", '', 'export default defineMigration({'];
  return [...lines, ...print('up'), ...print('down'), '});', ''].join('\n');
}

/** Writes a text with the quotes that it does not have, so that SQL reads as it is run. */
function literalOf(text: string): string {
  const isPlain = !/[\\\n\r]/.test(text);
  if (isPlain && !text.includes("'")) return `'${text}'`;
  if (!/[`\\]|\$\{/.test(text)) return `\`${text}\``;
  if (isPlain && !text.includes('"')) return `"${text}"`;
  return `\`${text.replaceAll(/[`\\]|\$\{/g, '\\$&')}\``;
}
