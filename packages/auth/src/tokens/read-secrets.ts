import { randomBytes } from 'node:crypto';
import { weaknessOfSecret } from '@tenon/config';
import type { Diagnostic, Logger } from '@tenon/core';
import * as faults from '../errors.js';
import type { AuthConfig } from '../setup/auth-config.js';

/** What secrets are read for. */
interface Purpose {
  /** What they sign, for messages. */
  readonly signs: 'tokens' | 'one-time tokens';
  readonly found: Diagnostic[];
  readonly logger: Logger;
}

/** Reads the secrets of an application: the first one signs, and all of them verify. What is wrong with them is added to `found`. */
export function readSecrets({ secret, previousSecrets }: AuthConfig, { signs, found, logger }: Purpose): Buffer[] {
  const given = [
    ...(secret === undefined ? [] : [{ variable: 'AUTH_SECRET', text: secret }]),
    ...previousSecrets.map((text) => ({ variable: 'AUTH_PREVIOUS_SECRETS', text })),
  ];
  for (const { variable, text } of given) {
    const problem = weaknessOfSecret(text);
    if (problem !== undefined) found.push(faults.weakSecret({ variable, problem }));
  }
  const secrets = given.map(({ text }) => Buffer.from(text));
  if (secret !== undefined) return secrets;
  if (process.env['NODE_ENV'] === 'production') found.push(faults.noSecret({ signs }));
  else logger.info(`AUTH_SECRET is not set: this process signs ${signs} by a secret of its own, which ends with it.`);
  return [randomBytes(32), ...secrets];
}
