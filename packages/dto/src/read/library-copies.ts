import { createRequire } from 'node:module';
import { Expose } from 'class-transformer';
import { DtoError } from '../errors.js';
import { transformerTables } from './transformer-storage.js';

const STORAGE = /[\\/]class-transformer[\\/](?:cjs|esm5|esm2015)[\\/]storage\.js$/;

/**
 * Finds class-transformers whose decorators write where nobody here reads.
 *
 * Its storage is not global: each copy of the library, and each build of a copy, has one of its own. A class that is
 * decorated with another copy seems to have no decorators. class-validator's storage is global, and has no such fault.
 *
 * @returns one fault that names all copies, or none
 */
export function findLibraryFaults(): DtoError[] {
  const loaded = Object.keys(createRequire(import.meta.url).cache ?? {}).filter((path) => STORAGE.test(path));
  if (loaded.length > 1) return [twoCopies(`class-transformer is loaded ${loaded.length} times: ${loaded.join(', ')}`)];
  if (!isConnected()) return [twoCopies('`class-transformer` and `class-transformer/cjs/storage.js` are two builds')];
  return [];
}

/** Tries whether a decorator that is imported by the library's name arrives in the tables that are read. */
function isConnected(): boolean {
  class Probe {
    tried: unknown;
  }
  Expose()(Probe.prototype, 'tried');
  return transformerTables.exposes.has(Probe);
}

function twoCopies(what: string): DtoError {
  return new DtoError(
    'TENON_DTO_TWO_COPIES',
    `${what}. Decorators of the other one are not seen.`,
    'keep one version in the lock file (npm ls class-transformer), and leave it out of bundles',
  );
}

/** Warns of such copies. */
export function warnOfLibraryFaults(): void {
  for (const { message, code } of findLibraryFaults()) process.emitWarning(message, { code });
}
