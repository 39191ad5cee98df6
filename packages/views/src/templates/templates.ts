import { readFileSync, statSync } from 'node:fs';
import { type Diagnostic, nearestNames } from '@tenon/core';
import { Eta } from 'eta';
import * as faults from '../errors.js';
import { BrokenTemplate, compileTemplate, type Template } from './compile-template.js';
import { lineOf, placeText, shortPath, TemplateError, type TemplatePlace } from './template-error.js';
import { TemplateFolder } from './template-folder.js';
import { templateName } from './template-name.js';

/** A template as it was read from its file. */
interface ReadTemplate {
  readonly template: Template;
  readonly mtimeMs: number;
  readonly size: number;
}

/** All templates of an application, by their names. */
export class Templates {
  readonly folder: TemplateFolder;
  /** Its own trimming would join words: see `readTags`. */
  readonly #eta = new Eta({ autoTrim: false });
  readonly #helpers: readonly string[];
  readonly #reloads: boolean;
  readonly #known = new Map<string, ReadTemplate>();
  /** Those that are there, and cannot be compiled. */
  readonly #broken = new Set<string>();
  #isLoaded = false;

  /**
   * @param helpers - what templates have by name
   * @param reloads - whether files are looked at again when their templates are asked for; otherwise only until `load` has read
   *   them all, which nobody asks for where there is no server
   */
  constructor(folder: string, helpers: readonly string[], reloads: boolean) {
    this.folder = new TemplateFolder(folder);
    this.#helpers = helpers;
    this.#reloads = reloads;
  }

  /** Reads all templates, and tells what is wrong with them. */
  load(report: (fault: Diagnostic) => void): void {
    this.#isLoaded = true;
    for (const name of this.folder.names()) {
      try {
        this.#read(name);
      } catch (error) {
        if (!(error instanceof BrokenTemplate)) throw error;
        this.#broken.add(name);
        const at = { file: this.folder.fileOf(name), line: error.line };
        report(faults.brokenTemplate(siteOf(at), { problem: error.message }));
      }
    }
    for (const { template } of this.#known.values()) {
      for (const { by, name, line } of template.references) {
        const wanted = templateName(by === 'component' ? componentName(name) : name, template.name);
        if (wanted !== undefined && this.#isThere(wanted)) continue;
        const [near] = this.nearest(wanted ?? name);
        const file = wanted === undefined ? undefined : shortPath(this.folder.fileOf(wanted));
        report(faults.missingTemplate(siteOf({ file: template.file, line }), { by, name, file, near }));
      }
    }
  }

  /** Whether there is a template, which may be broken. */
  has(name: string): boolean {
    const known = templateName(name);
    return known !== undefined && this.#isThere(known);
  }

  get #looks(): boolean {
    return this.#reloads || !this.#isLoaded;
  }

  #isThere(name: string): boolean {
    return this.#looks ? this.folder.has(name) : this.#known.has(name) || this.#broken.has(name);
  }

  /** Gives the file that a template of this name has, or would have; undefined for what is no name. */
  fileOf(name: unknown): string | undefined {
    const known = templateName(name);
    return known === undefined ? undefined : this.folder.fileOf(known);
  }

  /**
   * Gives a template.
   *
   * @param from - the template that asks; undefined where none does
   * @throws TemplateError if there is none, or it is broken
   */
  get(name: unknown, from?: string): Template {
    if (!this.#reloads) {
      const known = this.#known.get(name as string);
      if (known) return known.template;
    }
    const wanted = templateName(name, from);
    if (wanted === undefined) throw this.#missing(name, from);
    return this.#looks ? this.#fresh(wanted, from) : (this.#known.get(wanted)?.template ?? this.#lost(wanted, from));
  }

  /** Gives a template as its file is now. */
  #fresh(name: string, from: string | undefined): Template {
    const known = this.#known.get(name);
    const stats = statSync(this.folder.fileOf(name), { throwIfNoEntry: false });
    if (known && stats && known.mtimeMs === stats.mtimeMs && known.size === stats.size) return known.template;
    if (!this.folder.has(name)) return this.#lost(name, from);
    try {
      return this.#read(name);
    } catch (error) {
      if (!(error instanceof BrokenTemplate)) throw error;
      const { message, line } = error;
      throw new TemplateError(message, { file: this.folder.fileOf(name), line }, { cause: error.cause });
    }
  }

  #read(name: string): Template {
    const file = this.folder.fileOf(name);
    const { mtimeMs, size } = statSync(file);
    const source = readFileSync(file, 'utf8');
    const template = compileTemplate(this.#eta, source, { name, file, helpers: this.#helpers });
    this.#known.set(name, { template, mtimeMs, size });
    return template;
  }

  #lost(name: string, from: string | undefined): never {
    throw this.#missing(name, from);
  }

  #missing(name: unknown, from: string | undefined): TemplateError {
    const text = typeof name === 'string' ? JSON.stringify(name) : `a ${typeof name}`;
    const [near] = typeof name === 'string' ? this.nearest(name) : [];
    const hint = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
    const by = from === undefined ? '' : `, which ${from} asks for`;
    return new TemplateError(`there is no template ${text} in ${shortPath(this.folder.path)}${by}${hint}`);
  }

  /** Gives the names that somebody may have meant. */
  nearest(name: string): string[] {
    return nearestNames(name, this.folder.names());
  }
}

/** Gives the name of a component's template: `components/card` of `card`. */
export function componentName(name: string): string {
  return name.startsWith('./') || name.startsWith('/') || name.startsWith('components/') ? name : `components/${name}`;
}

/** Says where a fault is: the template's line, and its place. */
function siteOf(at: TemplatePlace): faults.TemplateSite {
  return { text: lineOf(at).trim(), place: placeText(at) };
}
