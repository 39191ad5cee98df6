import { type ArgumentDecorator, createParamDecorator } from '@tenon/http';
import type { FastifyRequest } from 'fastify';
import { noModule, refuse } from '../errors.js';
import type { Session as OpenSession } from '../session/session.js';

/**
 * Gives the session of a request, for guards, interceptors, and raw routes of Fastify.
 *
 * @throws TenonError `TENON_SESSIONS_NO_MODULE` where no module gives sessions
 *
 * @example
 * app.fastify.get('/raw', (request) => sessionOf(request).get(CART));
 */
export function sessionOf(request: FastifyRequest): OpenSession {
  const { session } = request as unknown as { readonly session?: OpenSession };
  if (session === undefined) refuse([noModule()]);
  return session as OpenSession;
}

const SessionParameter = createParamDecorator<OpenSession>((_, { request }) => sessionOf(request));

/** What an application remembers of a visitor: the type of a parameter with `@Session()`. */
export interface Session extends OpenSession {}

/**
 * Gives the visitor's session, as a handler's argument.
 *
 * @example
 * @Post('/cart')
 * add(@Body() { id }: Item, @Session() session: Session) {
 *   session.set(CART, [...(session.get(CART) ?? []), id]);
 * }
 */
export const Session: () => ArgumentDecorator<Session> = () => SessionParameter();
