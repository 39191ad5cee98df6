import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { type Diagnostic, TenonError } from '@tenon/core';
import * as faults from './errors.js';

/** What `ConfigModule.with` takes. */
export interface ConfigOptions {
  /** The variables that come before all files. Default: `process.env`. It is read only. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * The files after it, the first one counts most. Each that is named must be there; `standard` means those of
   * `.env.${NODE_ENV}.local`, `.env.local` (not under `test`), `.env.${NODE_ENV}` and `.env` that are.
   *
   * Default: `standard`, or none where `environment` is given.
   */
  readonly files?: readonly string[] | 'standard';
  /** The folder of the files. Default: the working directory. */
  readonly directory?: string;
}

/** A variable that is set. */
export interface Variable {
  readonly name: string;
  readonly text: string;
  /** `environment`, or the file as it was named. */
  readonly source: string;
  /** The line in the file; undefined for the environment. */
  readonly line: number | undefined;
}

interface EnvFile {
  readonly name: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Where each variable stands; the last place where it stands more than once, as the parser has it. */
  readonly lines: ReadonlyMap<string, number>;
}

/**
 * Gives the names of the `.env` files that an environment may have, the one that counts most first.
 *
 * `.env.local` is left out under `test`, so that tests run alike on all machines.
 *
 * @param environment - what `NODE_ENV` says
 */
function standardFiles(environment: string): readonly string[] {
  const local = environment === 'test' ? [] : ['.env.local'];
  // What is no plain word names no file, and must not lead out of the folder.
  const own = /^[\w-]+$/.test(environment) ? environment : undefined;
  return own === undefined ? [...local, '.env'] : [`.env.${own}.local`, ...local, `.env.${own}`, '.env'];
}

/** Where an application's variables come from: the environment, then the files. The files are read once, here. */
export class Sources {
  /** What is at fault in them, as it is told to every class. */
  readonly failure: TenonError | undefined;
  /** Whether the application is being developed, and neither tested nor used. */
  readonly isDevelopment: boolean;
  readonly #environment: Readonly<Record<string, unknown>>;
  readonly #files: readonly EnvFile[];
  /** Where a variable could be set, in words. */
  readonly places: string;

  /** @param options - as `ConfigModule.with` was given them, or not configured at all */
  constructor(options: ConfigOptions = {}) {
    const problems = problemsOf(options);
    const { environment, files, directory = '.' } = problems.length > 0 ? {} : options;
    const found: Diagnostic[] = problems.map((problem) => faults.invalidOptions({ problem }));
    this.#environment = environment ?? process.env;
    const named = files === 'standard' ? undefined : (files ?? (environment ? [] : undefined));
    const kind = (this.#environment['NODE_ENV'] as string | undefined) || 'development';
    this.isDevelopment = kind === 'development';
    const names = named ?? standardFiles(kind);
    this.#files = names.flatMap((name) => {
      const path = resolve(directory, name);
      try {
        return [readEnvFile(name, path)];
      } catch (cause) {
        const problem = (cause as NodeJS.ErrnoException).code ?? String(cause);
        if (problem !== 'ENOENT' || named) found.push(faults.unreadableFile({ file: name, path, problem }));
        return [];
      }
    });
    this.places = names.length > 0 ? `the environment or in ${names.at(-1)}` : 'the environment';
    this.failure = found.length > 0 ? new TenonError(found) : undefined;
  }

  /**
   * Gives a variable that is set, if only to nothing; the first source that has it counts.
   *
   * @returns `text` is not a string where the given environment is at fault
   */
  find(name: string): Variable | undefined {
    const inEnvironment = Object.hasOwn(this.#environment, name) ? this.#environment[name] : undefined;
    if (inEnvironment !== undefined) {
      return { name, text: inEnvironment as string, source: 'environment', line: undefined };
    }
    const file = this.#files.find(({ variables }) => Object.hasOwn(variables, name));
    return file && { name, text: file.variables[name] as string, source: file.name, line: file.lines.get(name) };
  }

  /** Gives the names of all variables that are set. */
  names(): string[] {
    return [this.#environment, ...this.#files.map(({ variables }) => variables)].flatMap((all) => Object.keys(all));
  }
}

/**
 * Gives what a variable is set to, as a configuration class finds it. For tools that have no application to ask.
 *
 * @returns undefined if it is not set anywhere, or set to nothing
 */
export function readVariable(name: string, options?: ConfigOptions): string | undefined {
  return new Sources(options).find(name)?.text || undefined;
}

function readEnvFile(name: string, path: string): EnvFile {
  const content = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  const lines = new Map<string, number>();
  for (const [index, line] of content.split('\n').entries()) {
    const variable = /^\s*(?:export\s+)?([^\s=#]+)\s*=/.exec(line)?.[1];
    if (variable !== undefined) lines.set(variable, index + 1);
  }
  return { name, variables: parseEnv(content), lines };
}

const IS_OPTION: Readonly<Record<string, (value: unknown) => boolean>> = {
  environment: (value) => typeof value === 'object' && value !== null,
  files: (value) => value === 'standard' || (Array.isArray(value) && value.every((file) => typeof file === 'string')),
  directory: (value) => typeof value === 'string',
};

function problemsOf(options: unknown): string[] {
  if (typeof options !== 'object' || options === null) return ['they are no object'];
  return Object.entries(options).flatMap(([key, value]) => {
    const isOption = Object.hasOwn(IS_OPTION, key) ? IS_OPTION[key] : undefined;
    if (!isOption) return [`there is no option ${JSON.stringify(key)}`];
    return value === undefined || isOption(value) ? [] : [`${key} has a wrong type`];
  });
}
