import type { FastifyReply } from 'fastify';

/** Tells caches that a reply depends on a header of the request, beside those that are named already (RFC 9110 §12.5.5). */
export function addVary(reply: FastifyReply, header: string): void {
  const said: unknown = reply.getHeader('vary');
  const names = (Array.isArray(said) ? said.join(',') : typeof said === 'string' ? said : '').split(',');
  const known = names.map((name) => name.trim()).filter((name) => name !== '');
  if (known.some((name) => name === '*' || name.toLowerCase() === header)) return;
  reply.header('vary', [...known, header].join(', '));
}
