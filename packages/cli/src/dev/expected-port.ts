import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Project } from '../project/project.js';
import type { WantedPort } from './held-port.js';

/**
 * Gives where an application will probably listen that could not be started yet, so that its page can say why.
 *
 * @returns undefined for an application without HTTP
 */
export function expectedPort({ folder, manifest }: Project): WantedPort | undefined {
  if (manifest.dependencies?.['@tenon/http'] === undefined) return undefined;
  const { NODE_ENV: mode = 'development' } = process.env;
  const files = [`.env.${mode}.local`, '.env.local', `.env.${mode}`, '.env'];
  const known = [process.env, ...files.map((file) => readEnvironment(join(folder, file)))];
  const valueOf = (name: string): string | undefined => known.find((one) => Boolean(one[name]))?.[name];
  const port = Number(valueOf('PORT') ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return undefined;
  return { host: valueOf('HOST') ?? '127.0.0.1', port, isSecure: false };
}

function readEnvironment(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
