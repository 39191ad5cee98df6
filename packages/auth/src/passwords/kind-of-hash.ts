const KINDS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^\$2[abxy]?\$/, 'bcrypt'],
  [/^(?:\$7\$|\{?\$?scrypt\b)/i, 'scrypt'],
  [/^\{?\$?pbkdf2/i, 'PBKDF2'],
  [/^\$argon2/, 'argon2 that cannot be read, or costs more than a password may'],
  [/^\$y\$/, 'yescrypt'],
  [/^\$[56]\$/, 'SHA-crypt'],
  [/^\$(?:1|apr1)\$/, 'MD5-crypt'],
  [/^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{128})$/i, 'a bare digest, such as MD5 or SHA-1'],
];

/** Says of what kind a stored hash is, for the log. Nothing of the hash itself is in it: some keep passwords as they are. */
export function kindOfHash(stored: string): string {
  return KINDS.find(([pattern]) => pattern.test(stored))?.[1] ?? 'a kind that is not known';
}
