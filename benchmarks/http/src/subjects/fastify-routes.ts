import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Accounts, findUser, Greeter, Rates, Reports, type User, Visit } from '../app/accounts.js';
import { type OrderInput, OrderStore } from '../app/orders.js';
import { GREETING, hello, search } from '../app/search.js';
import {
  guardedSchema,
  jsonSchema,
  listOrdersSchema,
  postOrderSchema,
  scopedSchema,
  searchSchema,
  textSchema,
} from './fastify-schemas.js';

declare module 'fastify' {
  interface FastifyRequest {
    user: User | null;
    visit: Visit | null;
  }
}

/** An error that Fastify answers with its status. */
function refusal(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}

type Done = (error?: Error) => void;

/*
 * Hooks are in callback style, and handlers are synchronous and use `reply.send`: of the ways that Fastify's
 * documentation has, the ones that cost least.
 */

function signedIn(request: FastifyRequest, _reply: FastifyReply, done: Done): void {
  const user = findUser(request.headers.authorization);
  if (user === undefined) return done(refusal(401, 'Sign in first'));
  request.user = user;
  done();
}

function isAdmin(request: FastifyRequest, _reply: FastifyReply, done: Done): void {
  if (request.user?.role !== 'admin') return done(refusal(403, 'For administrators only'));
  done();
}

function openVisit(request: FastifyRequest, _reply: FastifyReply, done: Done): void {
  const { 'x-tenant': tenant, 'x-visitor': visitor } = request.headers;
  request.visit = new Visit(tenant as string | undefined, visitor as string | undefined);
  done();
}

/** What an interceptor is elsewhere: wraps a handler, and what it gives. */
function inEnvelope<Data>(handler: (request: FastifyRequest) => Data) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    reply.send({ data: handler(request) });
  };
}

/** Registers the seven routes. */
export function addRoutes(app: FastifyInstance): void {
  const orders = new OrderStore();
  const reports = new Reports(new Accounts(new Rates()));

  app.decorateRequest('user', null);
  app.decorateRequest('visit', null);

  app.get('/text', { schema: textSchema }, (_request, reply) => {
    reply.send(GREETING);
  });

  app.get('/json', { schema: jsonSchema }, (_request, reply) => {
    reply.send(hello());
  });

  app.get<{ Params: { category: string }; Querystring: { page: number; size: number; sort: string } }>(
    '/search/:category',
    { schema: searchSchema },
    (request, reply) => {
      const { page, size, sort } = request.query;
      reply.send(search(request.params.category, page, size, sort));
    },
  );

  app.post<{ Body: OrderInput }>('/orders', { schema: postOrderSchema }, (request, reply) => {
    const { id, reference, status, gift, note, placedAt, total, customer, lines } = orders.place(request.body);
    // The schema leaves out what clients do not see; a property cannot be renamed there.
    reply.code(201).send({ id, ref: reference, status, gift, note, placedAt, total, customer, lines });
  });

  app.get('/orders', { schema: listOrdersSchema }, (_request, reply) => {
    reply.send(orders.list());
  });

  app.get(
    '/guarded',
    { schema: guardedSchema, onRequest: [signedIn, isAdmin] },
    inEnvelope((request) => reports.reportFor(request.user?.name ?? '')),
  );

  app.get('/scoped', { schema: scopedSchema, onRequest: openVisit }, (request, reply) => {
    reply.send(new Greeter(request.visit as Visit).greet());
  });
}

/** The path of a field, from what ajv says. */
export function fieldOf(error: {
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}): string {
  const path = error.instancePath.slice(1).split('/').filter(Boolean);
  const { missingProperty } = error.params;
  return [...path, ...(typeof missingProperty === 'string' ? [missingProperty] : [])].join('.');
}
