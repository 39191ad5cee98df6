import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { weaknessOfSecret } from '@tenon/config';
import type { Diagnostic } from '@tenon/core';
import * as faults from '../errors.js';
import type { SessionsConfig } from './sessions-config.js';

/** Whether cookies are those of a site that people use, which is served over TLS. */
export function isProduction(): boolean {
  return process.env['NODE_ENV'] === 'production';
}

/**
 * Reads the keys that open sessions; the first one seals them.
 *
 * @param found - gets what is wrong: `TENON_SESSIONS_NO_SECRET`, `TENON_SESSIONS_WEAK_SECRET`
 */
export function readSecrets({ secret, previousSecrets }: SessionsConfig, found: Diagnostic[]): Buffer[] {
  const given = [
    ...(secret === undefined ? [] : [{ variable: 'SESSION_SECRET', text: secret }]),
    ...previousSecrets.map((text) => ({ variable: 'SESSION_PREVIOUS_SECRETS', text })),
  ];
  for (const { variable, text } of given) {
    const problem = weaknessOfSecret(text);
    if (problem !== undefined) found.push(faults.weakSecret({ variable, problem }));
  }
  const keys = given.map(({ text }) => keyOf(text));
  if (secret !== undefined) return keys;
  if (isProduction()) found.push(faults.noSecret());
  return [keyOf(secretOfProject()), ...keys];
}

/** Gives the key of libsodium's secretbox, which has 32 bytes. What is unguessable already needs no slow derivation. */
function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'tenon session', 32));
}

/**
 * Gives a developer's secret, which is made once: whoever has signed in stays so when the server starts anew after an edit.
 *
 * It is random, and not made of the project's name, since there are servers in use whose NODE_ENV nobody has set.
 */
function secretOfProject(): string {
  const made = randomBytes(32).toString('base64url');
  if (process.env['NODE_ENV'] === 'test') return made;
  const file = resolve('node_modules/.cache/tenon/session-secret');
  const kept = readKept(file);
  if (kept !== undefined) return kept;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, made, { mode: 0o600, flag: 'wx' });
    return made;
  } catch {
    // Another process was quicker, or nothing can be written here: then it ends with this process.
    return readKept(file) ?? made;
  }
}

function readKept(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    return weaknessOfSecret(text) === undefined ? text : undefined;
  } catch {
    return undefined;
  }
}
