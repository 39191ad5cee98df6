import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Project } from './project.js';

/** What a tool has said. */
export interface ToolReply {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/**
 * Finds a tool that the project has installed, such as its compiler or its formatter.
 *
 * @param name - of its package, and of its command
 * @param command - if that has another name
 * @returns the file to run by Node; undefined if the project has no such tool
 */
export function findTool({ folder }: Project, name: string, command = name): string | undefined {
  const manifest = findManifest(folder, name);
  if (manifest === undefined) return undefined;
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin?: string | Readonly<Record<string, string>> };
  const file = typeof bin === 'string' ? bin : bin?.[command];
  return file === undefined ? undefined : join(dirname(manifest), file);
}

/** Gives the package.json of a package as the project sees it. */
export function findManifest(folder: string, name: string): string | undefined {
  try {
    return findPackageJSON(name, pathToFileURL(join(folder, 'package.json')));
  } catch {
    return undefined;
  }
}

/**
 * Runs a tool of the project in its folder, by the Node that runs this process.
 *
 * @param input - what it reads. Default: nothing
 */
export function runTool(
  { folder }: Project,
  file: string,
  given: readonly string[],
  input?: string,
): Promise<ToolReply> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...given], { cwd: folder });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.on('error', reject).on('close', (code) => resolve({ code, output, errors }));
    // One that does not read what it is given has said why.
    child.stdin.on('error', () => undefined).end(input);
  });
}
