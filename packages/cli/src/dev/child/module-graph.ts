import { createHash } from 'node:crypto';
import type { ResolveFnOutput } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isSource } from '../../project/import-sources.js';
import type { Dependency, Imports, KnownModule } from '../messages.js';

/** Who imports what, as it was found while an application was imported. */
export class ModuleGraph {
  readonly #imports = new Map<string, Set<string>>();
  readonly #modules = new Map<string, KnownModule>();
  readonly #dependencies = new Map<string, Dependency>();
  /** Whether something has come since it was last asked. */
  #isNew = false;

  /** Takes what an import has led to. */
  add(specifier: string, { url, format }: ResolveFnOutput, parent: string | undefined): void {
    const isOwn = url.startsWith('file:') && !url.includes('/node_modules/');
    if (isOwn && !this.#modules.has(url)) {
      this.#modules.set(url, { url });
      this.#isNew = true;
    }
    if (parent === undefined || !isSource(parent)) return;
    if (isSource(url) || /^[./]|^file:/.test(specifier)) this.#importsOf(parent).add(url);
    else if (!this.#dependencies.has(specifier)) this.#dependencies.set(specifier, { specifier, url, format });
  }

  /** Takes the text by which a module was compiled. */
  compiled(file: string, source: string): void {
    const url = pathToFileURL(file).href;
    this.#modules.set(url, { url, hash: hashOf(source) });
  }

  /** Takes what is known from an earlier run. */
  assume(dependency: Dependency): void {
    this.#dependencies.set(dependency.specifier, dependency);
  }

  dependency(specifier: string): Dependency | undefined {
    return this.#dependencies.get(specifier);
  }

  /** Gives all that was imported, if there is anything new in it. */
  news(main: string): Imports | undefined {
    if (!this.#isNew) return undefined;
    this.#isNew = false;
    return {
      modules: [...this.#modules.values()],
      dependencies: [...this.#dependencies.values()],
      ofMain: [...(this.#imports.get(main) ?? [])],
    };
  }

  /**
   * Gives the shortest circle of imports that leads from a module back to it.
   *
   * @param isWanted - which module it should lead to first, if there are several circles
   * @returns URLs, the first and the last of which are the same; undefined without a circle
   */
  circleThrough(start: string, isWanted: (url: string) => boolean): readonly string[] | undefined {
    const circles = [...this.#importsOf(start)].flatMap((next) => this.#way(next, start) ?? []);
    const sorted = circles.toSorted((one, other) => one.length - other.length);
    const found = sorted.find(([next]) => next !== undefined && isWanted(next)) ?? sorted[0];
    return found && [start, ...found];
  }

  /** Gives the shortest way from one module to another, with both ends. */
  #way(from: string, to: string): [readonly string[]] | undefined {
    const before = new Map<string, string | undefined>([[from, undefined]]);
    for (const url of before.keys()) {
      if (url === to) {
        const way: string[] = [];
        for (let at: string | undefined = url; at !== undefined; at = before.get(at)) way.unshift(at);
        return [way];
      }
      for (const next of this.#imports.get(url) ?? []) if (!before.has(next)) before.set(next, url);
    }
    return undefined;
  }

  #importsOf(url: string): Set<string> {
    const known = this.#imports.get(url);
    if (known) return known;
    const made = new Set<string>();
    this.#imports.set(url, made);
    return made;
  }
}

/** Tells one text of a file from another. */
export function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
