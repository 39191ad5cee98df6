/**
 * Says why a secret that signs or seals is too weak; undefined for one that is good enough.
 *
 * @returns what completes a sentence about it: `has 12 of the 32 bytes that it needs`
 * @see RFC 7518 §3.2: a key for HS256 has 256 bits or more
 */
export function weaknessOfSecret(secret: string): string | undefined {
  const bytes = Buffer.byteLength(secret);
  if (bytes < 32) return `has ${bytes} of the 32 bytes that it needs`;
  if (new Set(secret).size < 8) return 'says the same few letters again and again';
  // 'change-me-change-me-change-me-change-me' has letters enough.
  for (let period = 1; period <= secret.length / 2; period++)
    if (secret.slice(period) === secret.slice(0, -period)) return 'says the same again and again';
  return undefined;
}
