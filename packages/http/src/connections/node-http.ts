/**
 * Node's HTTP. An import of `node:http` would load all that it exports, among it WebSocket and with that undici: a fifth of
 * what the boot of a small application takes.
 */
export const http = process.getBuiltinModule('node:http');

/** Writes down all that an object of Node's has for itself, so that what is done to two of them can be compared. */
export function stateOf(object: object): string {
  const entries = Object.entries(object).filter(([name, value]) => {
    return name !== '_eventsCount' && typeof value !== 'object' && typeof value !== 'function';
  });
  return entries
    .map(([name, value]) => `${name} ${String(value)}`)
    .toSorted()
    .join('\n');
}
