import type { Diagnostic, Where } from '@tenon/core';
import type { Unexpressed } from '@tenon/http';

/*
 * Every code of @tenon/cli, with its words. docs/errors.md explains each, and test/errors/ has a golden file for each.
 */

export function noProject(folder: string): Diagnostic {
  return {
    code: 'TENON_CLI_NO_PROJECT',
    message: `There is no package.json in ${folder}, nor in any folder above it.`,
    fix: 'run the command within a project; npm create tenon@latest makes one',
  };
}

export function brokenManifest(file: string, cause: unknown): Diagnostic {
  return {
    code: 'TENON_CLI_BROKEN_MANIFEST',
    message: `${file} cannot be read as JSON: ${messageOf(cause)}.`,
    fix: 'correct it',
  };
}

export function noMain(folder: string, looked: readonly string[]): Diagnostic {
  return {
    code: 'TENON_CLI_NO_MAIN',
    message: `${folder} has no main file: there is ${looked.length === 1 ? 'no' : 'neither'} ${looked.join(' nor ')}.`,
    fix: 'name the file that calls createApp or createContext in package.json: "tenon": { "main": "src/server.ts" }',
  };
}

export function notCompiled(file: string, messages: readonly string[]): Diagnostic {
  return {
    code: 'TENON_CLI_NOT_COMPILED',
    message: `${file} cannot be compiled.\n${messages.join('\n')}`,
    fix: 'correct the syntax',
  };
}

/** An import that leads nowhere, and where it stands. */
interface BrokenImport {
  readonly file: string;
  readonly target: string;
  readonly where: Where | undefined;
}

export function wrongImport({
  file,
  target,
  where,
  near,
}: BrokenImport & { readonly near: readonly string[] }): Diagnostic {
  return {
    code: 'TENON_CLI_WRONG_IMPORT',
    message: `${file} imports ${target}, which is not there.${near.length > 0 ? ` Did you mean ${listOf(near, 'or')}?` : ''}`,
    where,
    fix: 'correct the path, or make the file; ./clock.js stands for ./clock.ts',
  };
}

export function missingImport({ file, target, where }: BrokenImport): Diagnostic {
  return {
    code: 'TENON_CLI_WRONG_IMPORT',
    message: `${file} imports the package ${target}, which is not installed.`,
    where,
    fix: `npm install ${target}`,
  };
}

/** What a main file did in place of making an application. */
export type MainEnd = 'ran to its end' | 'waits for what never comes' | 'ended the process';

export function noApplication({ main, end }: { readonly main: string; readonly end: MainEnd }): Diagnostic {
  return {
    code: 'TENON_CLI_NO_APPLICATION',
    message: `${main} ${end}, and made no application.`,
    fix: 'call createApp or createContext in it; or name another file in package.json: "tenon": { "main": "src/server.ts" }',
  };
}

export function noRoutes(main: string): Diagnostic {
  return {
    code: 'TENON_CLI_NO_ROUTES',
    message: `${main} makes an application without HTTP, which has no routes.`,
    fix: 'make it by createApp of @tenon/http',
  };
}

export function moduleCycle({
  name,
  files,
  line,
  cause,
}: {
  readonly name: string;
  /** From the file that wants it, by the imports, back to it. */
  readonly files: readonly string[];
  readonly line: string | undefined;
  readonly cause: unknown;
}): Diagnostic {
  const [wanting = '', wanted = ''] = files;
  const at = line === undefined ? wanting : `${wanting}:${line}`;
  return {
    code: 'TENON_CLI_MODULE_CYCLE',
    message: `${wanting} needs ${name} while ${wanted} has not been run yet, since their imports go in a circle:\n${files.join(' → ')}`,
    where: { signature: name, place: at },
    fix: `move what both need to a third file; or, where ${name} is injected, write @InjectLazy(() => ${name}) and Lazy<${name}> as the type; in an entity, Rel<${name}> as the type of the relation`,
    cause,
  };
}

export function notBuilt(file: string): Diagnostic {
  return {
    code: 'TENON_CLI_NOT_BUILT',
    message: `There is no ${file}.`,
    fix: 'run tenon build first',
  };
}

export function noCompiler(folder: string): Diagnostic {
  return {
    code: 'TENON_CLI_NO_COMPILER',
    message: `${folder} has no TypeScript, or no tsconfig.json that says how it is compiled.`,
    fix: 'npm install --save-dev typescript, and write a tsconfig.json with "rootDir": "src" and "outDir": "dist"',
  };
}

export function noBuiltMain({
  main,
  output,
  wanted,
}: {
  readonly main: string;
  readonly output: string;
  readonly wanted: string;
}): Diagnostic {
  return {
    code: 'TENON_CLI_WRONG_OUTPUT',
    message: `The compiler has written no ${wanted} of ${main} into ${output}.`,
    fix: 'include the main file in tsconfig.json, and name its folder as "rootDir"',
  };
}

export function unsafeOutput(output: string): Diagnostic {
  return {
    code: 'TENON_CLI_WRONG_OUTPUT',
    message: `${output} is to take what is built, which replaces all that is in it.`,
    fix: 'name a folder of its own within the project as "outDir" in tsconfig.json, such as "dist"',
  };
}

export function noSuchRoute(facts: {
  readonly request: string;
  readonly others: readonly string[];
  readonly near: readonly string[];
}): Diagnostic {
  const { request, others, near } = facts;
  const meant = near.length > 0 ? ` Did you mean ${listOf(near, 'or')}?` : '';
  return {
    code: 'TENON_CLI_NO_SUCH_ROUTE',
    message: `No route answers ${request}.${others.length > 0 ? ` The path answers ${listOf(others, 'and')}.` : meant}`,
    fix: '`tenon routes` lists all routes; those that differ by host or version want --host or --api-version',
  };
}

export function noSuchModule({
  module,
  near,
}: {
  readonly module: string;
  readonly near: readonly string[];
}): Diagnostic {
  return {
    code: 'TENON_CLI_NO_SUCH_MODULE',
    message: `The application has no module ${module}.${near.length > 0 ? ` Did you mean ${listOf(near, 'or')}?` : ''}`,
    fix: 'name the class of a module, such as AppModule; `tenon graph --json` has all of them',
  };
}

export function noSuchCode({ code, near }: { readonly code: string; readonly near: readonly string[] }): Diagnostic {
  return {
    code: 'TENON_CLI_NO_SUCH_CODE',
    message: `No error has the code ${code}.${near.length > 0 ? ` Did you mean ${listOf(near, 'or')}?` : ''}`,
    fix: 'give a code as it stands at the head of a message; a package that is newer than @tenon/cli may have more of them',
  };
}

export function badName(name: string): Diagnostic {
  return {
    code: 'TENON_CLI_BAD_NAME',
    message: `${JSON.stringify(name)} cannot be the name of a class and a file.`,
    fix: 'give letters and numbers, the first one a letter, with dashes between words and slashes between folders: billing/order-line',
  };
}

export function nameTaken(name: string): Diagnostic {
  return {
    code: 'TENON_CLI_NAME_TAKEN',
    message: `What is written for ${JSON.stringify(name)} needs something else of that name.`,
    fix: 'choose another name',
  };
}

export function missingPackage({ kind, name }: { readonly kind: string; readonly name: string }): Diagnostic {
  return {
    code: 'TENON_CLI_MISSING_PACKAGE',
    message: `A ${kind} needs ${name}, which package.json does not name.`,
    fix: `npm install ${name}`,
  };
}

export function fileExists(files: readonly string[]): Diagnostic {
  return {
    code: 'TENON_CLI_FILE_EXISTS',
    message: `${listOf(files, 'and')} ${files.length === 1 ? 'is' : 'are'} there already. Nothing was written.`,
    fix: 'choose another name, or move what is there',
  };
}

export function notWritten(file: string, cause: unknown): Diagnostic {
  return {
    code: 'TENON_CLI_NOT_WRITTEN',
    message: `${file} cannot be written: ${messageOf(cause)}. Nothing was written.`,
    fix: 'make it possible to write there, and run the command again',
  };
}

export function noModule({ wanted, places }: { readonly wanted: string; readonly places: string }): Diagnostic {
  return {
    code: 'TENON_CLI_NO_MODULE',
    message: `There is no module to list ${wanted} in: ${places}. Nothing was written.`,
    fix: 'name the file of one by --module, or list it yourself and say --no-module',
  };
}

export function moduleNotEdited(facts: {
  readonly file: string;
  readonly reason: string;
  readonly key: string;
  readonly name: string;
}): Diagnostic {
  const { file, reason, key, name } = facts;
  return {
    code: 'TENON_CLI_MODULE_NOT_EDITED',
    message: `${file} cannot be edited: ${reason}. Nothing was written.`,
    fix: `run it again with --no-module, and add ${name} to the ${key} of the module yourself`,
  };
}

export function noDatabase(): Diagnostic {
  return {
    code: 'TENON_CLI_NO_DATABASE',
    message: 'The application has no database: it does not import the DataModule of @tenon/data.',
    fix: 'npm install @tenon/data, and add DataModule.with({ entities: […] }) to the imports of the root module',
  };
}

export function notForced(command: string): Diagnostic {
  return {
    code: 'TENON_CLI_NOT_FORCED',
    message: `tenon db ${command} can change or destroy data, and NODE_ENV says that this is production.`,
    fix: `make a backup, and say tenon db ${command} --force`,
  };
}

export function unexpressed(left: readonly Unexpressed[]): Diagnostic {
  const lines = left.map(({ where, what }) => `  ${where}: ${what}`);
  return {
    code: 'TENON_CLI_UNEXPRESSED',
    message: `The document does not say all that the application does.\n${lines.join('\n')}`,
    fix: 'say it by what JSON Schema has words for, or do without --strict',
  };
}

export function notOpenApi(from: string, reason: string): Diagnostic {
  return {
    code: 'TENON_CLI_NOT_OPENAPI',
    message: `${from} is no OpenAPI 3 document of which a client can be made: ${reason}`,
    fix: 'name the file or the URL of a sound one, in JSON: --from https://example.org/openapi.json',
  };
}

function messageOf(cause: unknown): string {
  return (cause as { readonly message?: string } | undefined)?.message ?? String(cause);
}

/** Gives `a, b and c`. */
function listOf(names: readonly string[], last: 'and' | 'or'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`;
}
