import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder of an application's uploads. It is made when the first file goes to disk, for this user alone, and is gone when
 * the application has ended, with whatever a handler that never ended has left there.
 */
export class TemporaryFolder {
  readonly #parent: string;
  #path: Promise<string> | undefined;
  #isClosed = false;
  /** Where the process is ended without waiting. */
  #removeAtExit: (() => void) | undefined;

  /** @param parent - default: the system's folder for temporary files */
  constructor(parent = tmpdir()) {
    this.#parent = parent;
  }

  /** Makes an empty file that nobody else can read, and no name of which anybody has chosen. */
  async createFile(): Promise<{ readonly path: string; readonly handle: FileHandle }> {
    try {
      return await this.#createIn(await (this.#path ??= this.#make()));
    } catch (error) {
      // What tidies up temporary files may have taken the folder.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return this.#createIn(await (this.#path = this.#make()));
    }
  }

  async #createIn(folder: string): Promise<{ readonly path: string; readonly handle: FileHandle }> {
    const path = join(folder, randomBytes(16).toString('hex'));
    return { path, handle: await open(path, 'wx', 0o600) };
  }

  async #make(): Promise<string> {
    if (this.#isClosed) throw new Error('The application has ended, and takes no files any more.');
    const path = await mkdtemp(join(this.#parent, 'tenon-uploads-'));
    this.#forget();
    this.#removeAtExit = () => rmSync(path, { recursive: true, force: true });
    process.once('exit', this.#removeAtExit);
    return path;
  }

  #forget(): void {
    if (this.#removeAtExit) process.off('exit', this.#removeAtExit);
    this.#removeAtExit = undefined;
  }

  /** Removes it with all that is in it. */
  async remove(): Promise<void> {
    this.#isClosed = true;
    const path = await this.#path?.catch(() => undefined);
    if (path === undefined) return;
    await rm(path, { recursive: true, force: true });
    this.#forget();
  }
}
