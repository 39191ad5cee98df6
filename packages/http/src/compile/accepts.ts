import type { FastifyRequest } from 'fastify';
import { NotAcceptableException } from '../contracts/http-exception.js';
import { weighAccept } from '../contracts/accept.js';

/** Refuses a client that takes no JSON. */
export function requireJson({ raw }: FastifyRequest): void {
  if (weighAccept(raw.headers.accept).json === 0)
    throw new NotAcceptableException('The reply is JSON, which the Accept header does not take.');
}

/** Refuses a client that takes no pages. */
export function requireHtml({ raw }: FastifyRequest): void {
  if (weighAccept(raw.headers.accept).html === 0)
    throw new NotAcceptableException('The reply is a page of HTML, which the Accept header does not take.');
}

/** Refuses a client that takes neither JSON nor pages. */
export function requireEither({ raw }: FastifyRequest): void {
  const { json, html } = weighAccept(raw.headers.accept);
  if (json === 0 && html === 0)
    throw new NotAcceptableException('The reply is a page of HTML or JSON, and the Accept header takes neither.');
}
