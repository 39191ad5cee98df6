import type { Diagnostic } from '@tenon/core';
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
