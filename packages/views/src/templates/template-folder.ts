import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { templateName } from './template-name.js';

/** Gives the absolute path of a folder that was given as a path or as a URL. */
export function folderPath(folder: string | URL): string {
  return join(folder instanceof URL || folder.startsWith('file:') ? fileURLToPath(folder) : folder, '.');
}

/** Finds the files of templates below a folder, without following what leads out of it. */
export class TemplateFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get exists(): boolean {
    return statSync(this.path, { throwIfNoEntry: false })?.isDirectory() === true;
  }

  /** Gives the names of all templates, sorted; none where there is no folder. */
  names(): string[] {
    const names: string[] = [];
    if (this.exists) this.#collect(this.path, '', names);
    return names.toSorted();
  }

  #collect(folder: string, prefix: string, names: string[]): void {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const path = join(folder, entry.name);
      if (isFolder(entry, path)) {
        if (this.#isInside(path)) this.#collect(path, `${prefix}${entry.name}/`, names);
      } else if (entry.name.endsWith('.eta')) {
        const name = templateName(`${prefix}${entry.name}`);
        if (name !== undefined && this.#isInside(path)) names.push(name);
      }
    }
  }

  /**
   * Gives the file of a template.
   *
   * @param name - as `templateName` gives it
   */
  fileOf(name: string): string {
    return join(this.path, `${name}.eta`);
  }

  /** Whether a template's file is there, and is below the folder once all links are followed. */
  has(name: string): boolean {
    const file = this.fileOf(name);
    return statSync(file, { throwIfNoEntry: false })?.isFile() === true && this.#isInside(file);
  }

  #isInside(path: string): boolean {
    try {
      const real = realpathSync(path);
      // A link to a folder above would be walked for ever.
      return real.startsWith(realpathSync(this.path) + sep) && (real === path || !path.startsWith(real + sep));
    } catch {
      return false;
    }
  }
}

function isFolder(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
