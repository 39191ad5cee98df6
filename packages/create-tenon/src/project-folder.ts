import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import * as errors from './errors.js';
import { checkName } from './project-name.js';

/** What may be there before: a repository that was made, or cloned, empty. */
const MAY_BE_THERE = new Set(['.git']);

/** The folder that the project is made in, and what of it is ours. */
export class ProjectFolder {
  /** Its absolute path. */
  readonly path: string;
  /** The name of the project. */
  readonly name: string;
  /** As its user would call it. */
  readonly title: string;
  /** What was there before. */
  #before: readonly string[] = [];
  /** The folder nearest to the root that had to be made. */
  #made: string | undefined;

  /**
   * @param given - as it was written on the command line, or typed
   * @throws Refusal if its name cannot be that of a project
   */
  constructor(given: string) {
    this.path = resolve(given);
    this.name = basename(this.path);
    const near = relative('', this.path) || 'this folder';
    this.title = near.length < this.path.length ? near : this.path;
    checkName(this.name);
  }

  /**
   * Looks whether a project can be made there. Nothing is written.
   *
   * @throws Refusal
   */
  async check(): Promise<void> {
    const found = await stat(this.path).catch((error: unknown) => {
      if (errors.isDiskFault(error) && error.code !== 'ENOENT') throw errors.notWritable(this.title, error);
      return lstat(this.path).catch(() => undefined);
    });
    if (found === undefined) return;
    // A link that leads nowhere is one of these, too.
    if (!found.isDirectory()) throw errors.notAFolder(this.title);
    this.#before = await readdir(this.path);
    const content = this.#before.filter((name) => !MAY_BE_THERE.has(name));
    if (content.length > 0) throw errors.notEmpty(this.title, content);
  }

  /**
   * Makes the folder, and those above it.
   *
   * @throws Refusal if it has come meanwhile, with something in it
   */
  async make(): Promise<void> {
    const missing: string[] = [];
    for (let each = this.path; !existsSync(each); each = dirname(each)) missing.unshift(each);
    // One by one: `mkdir` with `recursive` never ends where a file system says of a folder that is there that it is not.
    for (const each of missing) {
      await mkdir(each);
      this.#made ??= each;
    }
    if (this.#made === undefined) await this.check();
  }

  /** Takes away all that was made, and nothing else. */
  async remove(): Promise<void> {
    const options = { recursive: true, force: true, maxRetries: 3 };
    if (this.#made !== undefined) return rm(this.#made, options);
    const now = await readdir(this.path).catch(() => []);
    const ours = now.filter((name) => !this.#before.includes(name));
    await Promise.all(ours.map((name) => rm(join(this.path, name), options)));
  }
}

/**
 * Gives a folder in which a project can be made. Nothing is written yet.
 *
 * @throws Refusal
 */
export async function takeFolder(given: string): Promise<ProjectFolder> {
  const folder = new ProjectFolder(given);
  await folder.check();
  return folder;
}
