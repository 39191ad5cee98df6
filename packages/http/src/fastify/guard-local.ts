import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ForbiddenException } from '../contracts/http-exception.js';

/** What a development server believes. */
export interface LocalSettings {
  /** Names by which it may be asked, beside those of this machine. */
  readonly hosts: readonly (string | RegExp)[];
  /** Other origins that may change something. */
  readonly origins: readonly string[];
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY', 'TRACE']);

/**
 * Guards a server on a developer's machine from pages that he has open in his browser beside it.
 *
 * Such a server can be reached from this machine alone, but a browser is on this machine, and any page may have it send
 * requests: from its own origin (CSRF), or, when its name suddenly leads to this machine, as if they were to itself (DNS
 * rebinding). So a name must be one of this machine's, and what changes something must come from a page of its own.
 *
 * Nothing is looked at unless the server listens at loopback addresses, nor in what is injected before it listens.
 */
export function guardLocal(fastify: FastifyInstance, { hosts, origins }: LocalSettings): void {
  let isLocal = false;
  fastify.addHook('onListen', (done) => {
    isLocal = fastify.addresses().every((one) => typeof one !== 'string' && isLoopback(one.address));
    done();
  });
  fastify.addHook('onRequest', (request, _, done) => {
    done(isLocal ? refusalOf(request, hosts, origins) : undefined);
  });
}

function refusalOf(
  { method, raw, headers }: FastifyRequest,
  hosts: LocalSettings['hosts'],
  origins: LocalSettings['origins'],
): ForbiddenException | undefined {
  const asked = (headers.host ?? '').toLowerCase();
  const name = nameOf(asked);
  const isKnown = isOwnName(name) || hosts.some((host) => isNamed(host, asked, name));
  if (!isKnown) {
    return new ForbiddenException(
      `This development server answers only to names of this machine, not to ${JSON.stringify(name)}. Add it to allowedHosts of createApp.`,
      { code: 'foreign-host' },
    );
  }
  const { origin } = headers;
  const changes = !SAFE_METHODS.has(method) || raw.headers.upgrade !== undefined;
  if (!changes || origin === undefined || origins.includes(origin)) return undefined;
  const from = URL.parse(origin);
  if (from !== null && (from.host === asked || isThisMachine(nameOf(from.host)))) return undefined;
  return new ForbiddenException(
    `This development server takes nothing from pages of ${JSON.stringify(origin)}. Add it to cors of createApp.`,
    { code: 'foreign-origin' },
  );
}

function nameOf(host: string): string {
  return host
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

/**
 * Whether no page of somebody else can have this name. An address is reached by itself, and nobody can register a name without
 * a dot.
 */
function isOwnName(name: string): boolean {
  return !name.includes('.') || isIP(name) !== 0 || name.endsWith('.localhost');
}

function isThisMachine(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || isLoopback(name);
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
}

function isNamed(host: string | RegExp, asked: string, name: string): boolean {
  if (typeof host === 'string') return host.toLowerCase() === name || host.toLowerCase() === asked;
  // One that remembers where it stopped would match every other request.
  return asked.search(host) !== -1 || name.search(host) !== -1;
}
