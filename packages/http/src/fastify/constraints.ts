import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { ConstraintStrategy, HTTPVersion } from 'find-my-way';
import { NEUTRAL } from '../decorators/controller-record.js';
import type { Versioning } from '../model/route-settings.js';

/** By what Fastify's router tells routes of one path apart. Values are a router's own: handlers, or sets of them. */
type Strategy = ConstraintStrategy<HTTPVersion.V1>;

/** The name of the constraint by which versions in a header are told apart. */
export const VERSION_CONSTRAINT = 'apiVersion';

/** Gives the constraints that our routes may have, by their names. Each router needs strategies of its own. */
export function constraintsFor(versioning: Versioning | undefined): Readonly<Record<string, Strategy>> {
  const host: Strategy = {
    name: 'host',
    storage: hostStorage,
    deriveConstraint: ({ headers }) => (headers.host ?? headers[':authority']) as string,
    mustMatchWhenDerived: false,
  };
  if (versioning?.type !== 'header') return { host };
  const read = versionReader(versioning);
  const version: Strategy = {
    name: VERSION_CONSTRAINT,
    storage: () => new Map<unknown, never>() as unknown as ReturnType<Strategy['storage']>,
    deriveConstraint: ({ headers }) => read(headers) as string,
    mustMatchWhenDerived: false,
  };
  return { host, [VERSION_CONSTRAINT]: version };
}

/** Adds the constraints to Fastify, before there is any route. They cost a request nothing until a route has one. */
export function addConstraints(fastify: FastifyInstance, versioning: Versioning | undefined): void {
  for (const [name, strategy] of Object.entries(constraintsFor(versioning))) {
    // The application may have its own, by `fastify: { routerOptions: { constraints } }`.
    if (!fastify.hasConstraintStrategy(name)) fastify.addConstraintStrategy(strategy);
  }
}

/** Gives how the version that a request asks for is read. */
export function versionReader(
  versioning: Versioning | undefined,
): (headers: IncomingHttpHeaders) => string | undefined {
  if (versioning?.type !== 'header') return () => undefined;
  const name = versioning.header.toLowerCase();
  const fallback = defaultVersion(versioning);
  return (headers) => {
    const said = headers[name];
    return (typeof said === 'string' ? said : said?.[0]) ?? fallback;
  };
}

/** Gives the version that a request without one gets. */
export function defaultVersion(versioning: Versioning | undefined): string | undefined {
  const said = versioning?.default;
  const versions = Array.isArray(said) ? (said as readonly unknown[]) : [said];
  return versions.find((version): version is string => typeof version === 'string' && said !== NEUTRAL);
}

interface Pattern {
  readonly pattern: RegExp;
  value: unknown;
}

/**
 * Compares hosts in any case, by name alone where a route says no port.
 *
 * Fastify's own compares the whole header, so that `api.example.com` is not found at `api.example.com:3000`, and knows
 * only the first of several routes with one pattern.
 */
function hostStorage(): ReturnType<Strategy['storage']> {
  const names = new Map<string, unknown>();
  const patterns = new Map<string, Pattern>();
  return {
    get(host: unknown) {
      if (typeof host !== 'string') return patterns.get(String(host))?.value as never;
      const asked = host.toLowerCase();
      const name = asked.replace(/:\d*$/, '');
      const exact = names.get(asked) ?? names.get(name);
      if (exact !== undefined) return exact as never;
      for (const { pattern, value } of patterns.values()) {
        if (pattern.test(asked) || pattern.test(name)) return value as never;
      }
      return null;
    },
    set(host: unknown, value: unknown) {
      if (typeof host === 'string') {
        names.set(host.toLowerCase(), value);
        return;
      }
      const { source, flags } = host as RegExp;
      const known = patterns.get(String(host));
      if (known) known.value = value;
      // One that remembers where it stopped would match every other request.
      else patterns.set(String(host), { pattern: new RegExp(source, flags.replace(/[gy]/g, '')), value });
    },
  };
}
