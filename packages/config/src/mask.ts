import { inspect, type InspectOptions } from 'node:util';

/** What stands in the place of a secret wherever it would be printed. */
export const MASK = '••••';

/** Hides the passwords in the URLs of a text: `postgres://app:••••@db/shop`. */
export function maskUrls(text: string): string {
  // Up to the last @, since a password may have one; digits before a slash are a port.
  return text.replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/?#:@]*:)(?!\d{1,5}[/?#])\S+@/gi, `$1${MASK}@`);
}

/** Gives a value as it may be printed: without passwords in URLs; what is no text or list stays as it is. */
export function maskValue(value: unknown): unknown {
  if (typeof value === 'string') return maskUrls(value);
  if (value instanceof URL) return maskUrls(value.href);
  return Array.isArray(value) ? value.map(maskValue) : value;
}

/** The keys of the secrets of each configuration and group. */
const hidden = new WeakMap<object, ReadonlySet<string>>();

/** Gives an object of the same class in which secrets are masked, those of its groups as well, and passwords in URLs. */
export function maskedCopy(instance: object, secrets = hidden.get(instance)): object {
  const copy = Object.create(Object.getPrototypeOf(instance) as object) as Record<string, unknown>;
  for (const [property, value] of Object.entries(instance)) {
    if (secrets?.has(property) && value !== undefined && value !== null) copy[property] = MASK;
    else copy[property] = isGroup(value) ? maskedCopy(value) : maskValue(value);
  }
  return copy;
}

/** Whether there is a secret in an object or in its groups. */
export function hasSecrets(instance: object, secrets = hidden.get(instance)): boolean {
  if (secrets && secrets.size > 0) return true;
  return Object.values(instance).some((value: unknown) => isGroup(value) && hasSecrets(value));
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && hidden.has(value);
}

/**
 * Makes an instance print its masked copy: with `console.log`, `util.inspect` and `JSON.stringify`. Its values can be
 * read and copied as before.
 */
export function hideSecrets(instance: object, secrets: ReadonlySet<string>): void {
  hidden.set(instance, secrets);
  Object.defineProperty(instance, inspect.custom, {
    value: (depth: number, options: InspectOptions) => inspect(maskedCopy(instance), { ...options, depth }),
  });
  Object.defineProperty(instance, 'toJSON', {
    value: () => {
      const copy = maskedCopy(instance) as { toJSON?: () => unknown };
      return typeof copy.toJSON === 'function' ? copy.toJSON() : { ...copy };
    },
  });
}
