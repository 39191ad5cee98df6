import { isIP } from 'node:net';

/**
 * Gives whom an address belongs to: itself for IPv4; for IPv6 the first 64 bits, since a household has all the others to
 * choose from (RFC 6177). Some proxies add the port, which is another one for each connection; of what is no address at all,
 * they have handed on what the client says, and all of it is one.
 */
export function networkOf(said: string): string {
  const address = said.replace(/^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)(?::\d+)?$|^\[(.+)\](?::\d+)?$/i, '$1$2');
  const version = isIP(address);
  if (version !== 6) return version === 4 ? address : 'unknown';
  const [head = '', tail] = address.split('::');
  const start = head === '' ? [] : head.split(':');
  // What `::` stands for lies within the first four groups only where fewer than four stand before it.
  const end = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - start.length - end.length;
  const groups = [...start, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...end];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
