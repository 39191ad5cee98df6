import { type Diagnostic, TenonError, type Where } from '@tenon/core';

/*
 * Every code of @tenon/auth, with its words. docs/errors.md explains each, and test/errors/ has a golden file for each.
 */

/** Throws what is wrong, all of it together. */
export function refuse(faults: readonly Diagnostic[]): void {
  if (faults.length > 0) throw new TenonError(faults);
}

const HOW_TO_MAKE = `node -p "require('crypto').randomBytes(32).toString('base64url')"`;
const CONFIG: Where = { signature: 'AuthConfig.secret' };

export function noSecret(): Diagnostic {
  return {
    code: 'TENON_AUTH_NO_SECRET',
    message: 'AUTH_SECRET is not set, and in production nothing else may sign tokens.',
    where: CONFIG,
    fix: `set AUTH_SECRET to the output of ${HOW_TO_MAKE}, or give keys to AuthModule.with`,
  };
}

export function weakSecret({ variable, problem }: { variable: string; problem: string }): Diagnostic {
  return {
    code: 'TENON_AUTH_WEAK_SECRET',
    message: `${variable} ${problem}: whoever guesses it can sign in as anybody.`,
    where: CONFIG,
    fix: `set it to the output of ${HOW_TO_MAKE}`,
  };
}

export function invalidKey({ index, problem, cause }: { index: number; problem: string; cause?: unknown }): Diagnostic {
  return {
    code: 'TENON_AUTH_INVALID_KEY',
    message: `Key ${index + 1} of AuthModule ${problem}.`,
    where: { signature: 'AuthModule.with({ keys: […] })' },
    ...(cause !== undefined && { cause }),
    fix: 'give PEM or a JWK of Ed25519, P-256, or RSA with 2,048 bits or more, the first one private, each with a kid of its own',
  };
}
