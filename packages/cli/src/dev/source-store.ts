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
}

/** All sources of an application, compiled. */
export class SourceStore {
  readonly #sources = new Map<string, StoredSource>();
  /** What cannot be compiled. */
  readonly #broken = new Map<string, { readonly hash: string; readonly diagnostics: readonly Diagnostic[] }>();
  /** The modules that the application has. */
  readonly #modules = new Set<string>();

  /** Whether the application has this file. */
  has(file: string): boolean {
    return this.#modules.has(pathToFileURL(file).href);
  }

  /**
   * Tells why files cannot be compiled.
   *
   * @returns nothing if one of them can, or is away: the application may not want the others any more
   */
  problemsOf(files: ReadonlySet<string>): readonly Diagnostic[] {
    const known = [...files].map((file) => this.#broken.get(pathToFileURL(file).href));
    return known.includes(undefined) ? [] : known.flatMap((broken) => broken?.diagnostics ?? []);
  }

  /** The files of all sources. */
  get files(): readonly string[] {
    return [...this.#sources.keys(), ...this.#broken.keys()].map((url) => fileURLToPath(url));
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
    const files: string[] = [];
    for (const file of given) {
      const { href: url } = pathToFileURL(file);
      const text = isSource(url) ? textOf(file) : undefined;
      const hash = text === undefined ? undefined : hashOf(text);
      if (hash !== undefined && hash === (this.#sources.get(url)?.hash ?? this.#broken.get(url)?.hash)) continue;
      files.push(file);
      this.#sources.delete(url);
      this.#broken.delete(url);
      if (text === undefined || !this.#tryToCompile(url, text)) removed.push(url);
      else changed.push(this.#sources.get(url) as StoredSource);
    }
    return files.length > 0 ? { files, changed, removed } : undefined;
  }

  #tryToCompile(url: string, text: string): boolean {
    const hash = hashOf(text);
    try {
      this.#sources.set(url, { url, code: compileSource(fileURLToPath(url), text), hash });
      return true;
    } catch (error) {
      if (!(error instanceof TenonError)) throw error;
      this.#broken.set(url, { hash, diagnostics: error.diagnostics });
      return false;
    }
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
