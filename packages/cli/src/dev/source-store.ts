import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Diagnostic, TenonError } from '@tenon/core';
import { compileSource } from '../project/compile-source.js';
import { isSource } from '../project/import-sources.js';
import { hashOf } from './child/module-graph.js';
import type { CompiledSource, KnownModule } from './messages.js';

interface StoredSource extends CompiledSource {
  readonly hash: string;
}

/** What has come of an application's files since they were last looked at. */
export interface SourceChanges {
  /** Those that are different. */
  readonly files: readonly string[];
  readonly changed: readonly CompiledSource[];
  /** URLs of what is not there, or cannot be compiled. */
  readonly removed: readonly string[];
  /** Why not. */
  readonly problems: readonly Diagnostic[];
}

/** All sources of an application, compiled. */
export class SourceStore {
  readonly #sources = new Map<string, StoredSource>();
  /** The modules that the application has. */
  readonly #modules = new Set<string>();

  /** Whether the application has this file. */
  has(file: string): boolean {
    return this.#modules.has(pathToFileURL(file).href);
  }

  get all(): readonly CompiledSource[] {
    return [...this.#sources.values()].map(({ url, code }) => ({ url, code }));
  }

  /**
   * Takes what an application has imported.
   *
   * @returns the files that are different by now
   */
  know(modules: readonly KnownModule[]): readonly string[] {
    const different: string[] = [];
    for (const { url, hash } of modules) {
      this.#modules.add(url);
      if (!isSource(url) || (hash === undefined && this.#sources.has(url))) continue;
      const file = fileURLToPath(url);
      const text = textOf(file);
      if (text === undefined || (hash !== undefined && hashOf(text) !== hash)) different.push(file);
      else this.#tryToCompile(url, text);
    }
    return different;
  }

  /**
   * Reads and compiles files that may have changed.
   *
   * @returns undefined if none of them is different
   */
  update(given: readonly string[]): SourceChanges | undefined {
    const changed: CompiledSource[] = [];
    const removed: string[] = [];
    const problems: Diagnostic[] = [];
    const files: string[] = [];
    for (const file of given) {
      const { href: url } = pathToFileURL(file);
      const text = isSource(url) ? textOf(file) : undefined;
      if (text === undefined) {
        files.push(file);
        this.#sources.delete(url);
        removed.push(url);
      } else if (this.#sources.get(url)?.hash !== hashOf(text)) {
        files.push(file);
        this.#sources.delete(url);
        try {
          changed.push(this.#compile(url, text));
        } catch (error) {
          if (!(error instanceof TenonError)) throw error;
          problems.push(...error.diagnostics);
          removed.push(url);
        }
      }
    }
    return files.length > 0 ? { files, changed, removed, problems } : undefined;
  }

  /** What cannot be compiled is said by whoever wants it. */
  #tryToCompile(url: string, text: string): void {
    try {
      this.#compile(url, text);
    } catch {
      this.#sources.delete(url);
    }
  }

  #compile(url: string, text: string): StoredSource {
    const stored = { url, code: compileSource(fileURLToPath(url), text), hash: hashOf(text) };
    this.#sources.set(url, stored);
    return stored;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
