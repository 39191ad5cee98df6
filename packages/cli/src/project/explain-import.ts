import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { nearestNames, TenonError } from '@tenon/core';
import * as faults from '../errors.js';
import { isSource } from './import-sources.js';

/**
 * Explains an import of the project's own that leads nowhere.
 *
 * Node names both files by their whole paths, and not the line.
 *
 * @returns what was thrown, where it is something else
 */
export function explainImport(thrown: unknown): unknown {
  const { code, message = '' } = (thrown ?? {}) as Partial<NodeJS.ErrnoException>;
  if (code !== 'ERR_MODULE_NOT_FOUND') return thrown;
  const [, kind, target, from] = /^Cannot find (module|package) '(.+?)' imported from (.+)$/.exec(message) ?? [];
  if (target === undefined || from === undefined) return thrown;
  const importer = from.startsWith('file:') ? fileURLToPath(from) : from;
  if (!isSource(pathToFileURL(importer).href)) return thrown;
  const statement = findImport(importer, kind === 'package' ? target : basename(target));
  const where = statement && {
    signature: statement.text,
    caret: statement.caret,
    place: `${shown(importer)}:${statement.line}`,
  };
  const facts = { file: shown(importer), where };
  return new TenonError([
    kind === 'package'
      ? faults.missingImport({ ...facts, target })
      : faults.wrongImport({ ...facts, target: shown(target), near: nearFiles(importer, target) }),
  ]);
}

function shown(file: string): string {
  return relative(process.cwd(), file).replaceAll('\\', '/');
}

/** The line of a file that imports something whose name ends so. */
interface ImportLine {
  readonly text: string;
  readonly line: number;
  readonly caret: { readonly start: number; readonly length: number };
}

function findImport(file: string, name: string): ImportLine | undefined {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const text = line.trim();
    for (const [quoted] of text.matchAll(/(['"])[^'"]*\1/g)) {
      const specifier = quoted.slice(1, -1);
      // A package may be asked for something within it.
      if (!specifier.endsWith(name) && !specifier.startsWith(`${name}/`)) continue;
      return { text, line: index + 1, caret: { start: text.indexOf(quoted), length: quoted.length } };
    }
  }
  return undefined;
}

/** Gives what was perhaps meant, as imports write it. */
function nearFiles(importer: string, target: string): string[] {
  let names: string[];
  try {
    names = readdirSync(dirname(target));
  } catch {
    return [];
  }
  const imported = names.map((name) => name.replace(/\.(m?)ts$/, '.$1js'));
  return nearestNames(basename(target), imported).map((name) => {
    const path = relative(dirname(importer), join(dirname(target), name)).replaceAll('\\', '/');
    return path.startsWith('.') ? path : `./${path}`;
  });
}
