import { type Diagnostic, TenonError, type Where } from '@tenon/core';

/*
 * Every code of @tenon/sessions, with its words. docs/errors.md explains each, and test/errors/ has a golden file for each.
 */

/** Throws what is wrong, all of it together. */
export function refuse(faults: readonly Diagnostic[]): void {
  if (faults.length > 0) throw new TenonError(faults);
}

const HOW_TO_MAKE = `node -p "require('crypto').randomBytes(32).toString('base64url')"`;
const CONFIG: Where = { signature: 'SessionsConfig.secret' };

export function noSecret(): Diagnostic {
  return {
    code: 'TENON_SESSIONS_NO_SECRET',
    message: 'SESSION_SECRET is not set, and in production nothing else may seal sessions.',
    where: CONFIG,
    fix: `set SESSION_SECRET to the output of ${HOW_TO_MAKE}`,
  };
}

export function weakSecret({ variable, problem }: { variable: string; problem: string }): Diagnostic {
  return {
    code: 'TENON_SESSIONS_WEAK_SECRET',
    message: `${variable} ${problem}: whoever guesses it can sign in as anybody.`,
    where: CONFIG,
    fix: `set it to the output of ${HOW_TO_MAKE}`,
  };
}

export function invalidLifetime({ idle, lifetime }: { idle: number; lifetime: number }): Diagnostic {
  return {
    code: 'TENON_SESSIONS_INVALID_LIFETIME',
    message: `A session may be idle for ${idle} seconds, and ends after ${lifetime} of them: it would never be idle for so long.`,
    where: { signature: 'SessionsConfig.idle' },
    fix: 'make SESSION_LIFETIME at least as long as SESSION_IDLE',
  };
}

export function invalidOrigin({ origin }: { origin: string }): Diagnostic {
  return {
    code: 'TENON_SESSIONS_INVALID_ORIGIN',
    message: `${JSON.stringify(origin)} is no origin, so that no browser ever says it.`,
    where: { signature: 'SessionsModule.with({ trustedOrigins: […] })' },
    fix: "give scheme, host and port alone, as browsers do: 'https://shop.example.com'",
  };
}

export function repeatedKey({ name }: { name: string }): Diagnostic {
  return {
    code: 'TENON_SESSIONS_REPEATED_KEY',
    message: `Two session keys are called ${JSON.stringify(name)}, so that each would read what the other one has set.`,
    fix: 'give one of them another name, or import the key that is there',
  };
}

export function noModule(): Diagnostic {
  return {
    code: 'TENON_SESSIONS_NO_MODULE',
    message: 'A handler asks for the session, and nothing gives any.',
    fix: 'add SessionsModule to the imports of the root module',
  };
}

export function tooLarge(facts: {
  size: number;
  /** How much of it each part takes, in bytes. */
  parts: ReadonlyMap<string, number>;
}): Diagnostic {
  const parts = Array.from(facts.parts, ([name, size]) => `${name} ${size}`).join(', ');
  return {
    code: 'TENON_SESSIONS_TOO_LARGE',
    message: `The session's cookie would have ${facts.size} bytes, and browsers keep 4096 of them. Its parts, in bytes of JSON: ${parts}.`,
    fix: 'keep the data in your database, and in the session no more than what finds it there',
  };
}

export function notJson({ name, problem }: { name: string; problem: string }): Diagnostic {
  return {
    code: 'TENON_SESSIONS_NOT_JSON',
    message: `What is set as ${JSON.stringify(name)} in the session ${problem}.`,
    fix: 'set what JSON can say: texts, numbers, booleans, null, lists and plain objects of them',
  };
}

export function alreadySent(): Diagnostic {
  return {
    code: 'TENON_SESSIONS_ALREADY_SENT',
    message: 'The session is changed after its reply has been sent, so that no browser would learn of it.',
    fix: 'change it before the reply begins: before the first event of a stream, and not in onResponse',
  };
}
