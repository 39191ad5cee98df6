/** A name, an IPv4 or an IPv6 address, and a port. Names of other alphabets are written in this one (`xn--…`). */
const HOST = /^([\da-z_-]+(?:\.[\da-z_-]+)*\.?|\[[\da-f:.]+\])(?::(\d{0,5}))?$/i;

/** As long as names may be in DNS, in characters. */
const LONGEST = 253;

/**
 * Whether a text may stand in a Host header: RFC 9110 §7.2 without what RFC 3986 §3.2.2 allows and nobody's host is called,
 * such as `%`, `!` and `'`.
 */
export function isHost(text: string): boolean {
  if (text.length > LONGEST + ':65535'.length) return false;
  const found = HOST.exec(text);
  return found !== null && (found[1] as string).length <= LONGEST && Number(found[2] ?? 0) <= 65_535;
}
