import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import type { Diagnostic, Logger } from '@tenon/core';
import * as faults from '../errors.js';
import type { AuthConfig } from '../setup/auth-config.js';
import type { AuthOptions, KeyInput } from '../setup/auth-options.js';
import { readSecrets } from './read-secrets.js';

/** A key, the only algorithm that it is for, and the name by which tokens say that it signed them. */
export interface NamedKey {
  readonly kid: string;
  readonly alg: string;
  /** Undefined where only the other half is known, or used. */
  readonly signing: KeyObject | undefined;
  readonly verifying: KeyObject;
}

/**
 * Reads the keys of an application, once: the first one signs, and all of them verify.
 *
 * @throws TenonError with all that is wrong with them: `TENON_AUTH_NO_SECRET`, `TENON_AUTH_WEAK_SECRET`,
 *   `TENON_AUTH_INVALID_KEY`
 */
export function readKeys(options: AuthOptions, config: AuthConfig, logger: Logger): readonly [NamedKey, ...NamedKey[]] {
  const found: Diagnostic[] = [];
  const keys = options.keys?.length
    ? readPairs(options.keys, found)
    : readSecrets(config, { signs: 'tokens', found, logger }).map(ofSecret);
  faults.refuse(found);
  return keys as [NamedKey, ...NamedKey[]];
}

function ofSecret(secret: Buffer): NamedKey {
  const key = createSecretKey(secret);
  // Made by the secret, so that it tells no more of it than a signature does.
  const kid = createHmac('sha256', secret).update('kid').digest('base64url').slice(0, 16);
  return { kid, alg: 'HS256', signing: key, verifying: key };
}

function readPairs(given: readonly KeyInput[], found: Diagnostic[]): NamedKey[] {
  const keys: NamedKey[] = [];
  const names = new Set<string>();
  for (const [index, input] of given.entries()) {
    const fail = (problem: string): void => {
      found.push(faults.invalidKey({ index, problem }));
    };
    let key: Omit<NamedKey, 'alg'>;
    try {
      key = pairOf(input);
    } catch (error) {
      // Not its message: that may have a part of the key in it.
      fail(`cannot be read (${String((error as { readonly code?: unknown }).code)})`);
      continue;
    }
    const alg = algorithmOf(key.verifying);
    if (alg === undefined) fail(`is of type ${key.verifying.asymmetricKeyType ?? '?'}, or too small`);
    else if (index === 0 && key.signing === undefined) fail('is public, so that it cannot sign');
    else if (names.has(key.kid)) fail(`has the kid of another one, ${JSON.stringify(key.kid)}`);
    else keys.push({ ...key, alg });
    names.add(key.kid);
  }
  return keys;
}

function pairOf(input: KeyInput): Omit<NamedKey, 'alg'> {
  const isText = typeof input === 'string';
  const isPrivate = isText ? input.includes('PRIVATE KEY') : input.d !== undefined;
  // Variables often have their line breaks written out; in PEM there is no other use for a backslash.
  const source = isText ? input.replaceAll('\\n', '\n') : ({ key: input as JsonWebKey, format: 'jwk' } as const);
  const signing = isPrivate ? createPrivateKey(source) : undefined;
  const verifying = createPublicKey(signing ? signing.export({ type: 'pkcs8', format: 'pem' }) : source);
  const named = isText ? undefined : input.kid;
  const digest = (): string =>
    createHash('sha256')
      .update(verifying.export({ type: 'spki', format: 'der' }))
      .digest('base64url');
  return { kid: named ?? digest(), signing, verifying };
}

/** Gives the one algorithm that a key is for: no token can choose another. */
function algorithmOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string | undefined {
  if (type === 'ed25519') return 'EdDSA';
  if (type === 'ec') return details?.namedCurve === 'prime256v1' ? 'ES256' : undefined;
  return type === 'rsa' && (details?.modulusLength ?? 0) >= 2048 ? 'RS256' : undefined;
}
