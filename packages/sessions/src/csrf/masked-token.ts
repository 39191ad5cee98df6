import { randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a secret is, in bytes. */
const SIZE = 24;

/** Makes what the tokens of a session are made of. */
export function createCsrfSecret(): string {
  return randomBytes(SIZE).toString('base64url');
}

/**
 * Makes a token of a session's secret. It is another one each time, so that nobody learns it from how well a page compresses that
 * has it beside something of an attacker's.
 *
 * @see https://breachattack.com, whose 3.4 describes the mask
 */
export function createCsrfToken(secret: string): string {
  const mask = randomBytes(SIZE);
  return Buffer.concat([mask, combine(mask, Buffer.from(secret, 'base64url'))]).toString('base64url');
}

/** Whether a token was made of a session's secret. */
export function isCsrfToken(token: unknown, secret: string): boolean {
  if (typeof token !== 'string' || token.length !== LENGTH || !/^[\w-]+$/.test(token)) return false;
  const bytes = Buffer.from(token, 'base64url');
  return timingSafeEqual(combine(bytes.subarray(0, SIZE), bytes.subarray(SIZE)), Buffer.from(secret, 'base64url'));
}

/** Of a token, in characters. */
const LENGTH = (SIZE * 2 * 4) / 3;

function combine(mask: Buffer, other: Buffer): Buffer {
  return mask.map((byte, at) => byte ^ (other[at] as number)) as Buffer;
}
