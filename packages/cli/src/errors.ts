import type { Diagnostic } from '@tenon/core';

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
    message: `${file} cannot be read as JSON.`,
    fix: 'correct it',
    cause,
  };
}

export function noMain(folder: string, looked: readonly string[]): Diagnostic {
  return {
    code: 'TENON_CLI_NO_MAIN',
    message: `${folder} has no main file: there is neither ${looked.join(' nor ')}.`,
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

export function noApplication(main: string): Diagnostic {
  return {
    code: 'TENON_CLI_NO_APPLICATION',
    message: `${main} ran to its end, and made no application.`,
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
    fix: `move what both need to a third file; or, where ${name} is injected, write @InjectLazy(() => ${name}) and Lazy<${name}> as the type`,
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
