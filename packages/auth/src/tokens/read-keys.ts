import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Diagnostic, Logger } from '@tenon/core';
import * as faults from '../errors.js';
import type { AuthConfig } from '../setup/auth-config.js';
import type { AuthOptions, KeyInput } from '../setup/auth-options.js';

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
  const keys = options.keys?.length ? readPairs(options.keys, found) : readSecrets(config, found, logger);
  faults.refuse(found);
  return keys as [NamedKey, ...NamedKey[]];
}

function readSecrets({ secret, previousSecrets }: AuthConfig, found: Diagnostic[], logger: Logger): NamedKey[] {
  const given = [
    ...(secret === undefined ? [] : [{ variable: 'AUTH_SECRET', text: secret }]),
    ...previousSecrets.map((text) => ({ variable: 'AUTH_PREVIOUS_SECRETS', text })),
  ];
  for (const { variable, text } of given) {
    const problem = weaknessOf(text);
    if (problem !== undefined) found.push(faults.weakSecret({ variable, problem }));
  }
  const keys = given.map(({ text }) => ofSecret(Buffer.from(text)));
  if (secret !== undefined) return keys;
  if (process.env['NODE_ENV'] === 'production') found.push(faults.noSecret());
  else logger.info('AUTH_SECRET is not set: this process signs tokens by a secret of its own, which ends with it.');
  return [ofSecret(randomBytes(32)), ...keys];
}

/** @see RFC 7518 §3.2: a key for HS256 has 256 bits or more */
function weaknessOf(secret: string): string | undefined {
  const bytes = Buffer.byteLength(secret);
  if (bytes < 32) return `has ${bytes} of the 32 bytes that it needs`;
  if (new Set(secret).size < 8) return 'says the same few letters again and again';
  // 'change-me-change-me-change-me-change-me' has letters enough.
  for (let period = 1; period <= secret.length / 2; period++)
    if (secret.slice(period) === secret.slice(0, -period)) return 'says the same again and again';
  return undefined;
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
