import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import { Accounts, findUser, Greeter, Rates, Reports, Visit } from '../app/accounts.js';
import { type OrderInput, OrderStore } from '../app/orders.js';
import { GREETING, hello, search } from '../app/search.js';
import { fieldOf } from './fastify-routes.js';
import {
  guardedSchema,
  jsonSchema,
  listOrdersSchema,
  postOrderSchema,
  scopedSchema,
  searchSchema,
  textSchema,
} from './fastify-schemas.js';
import { HOST, portOf, type Subject } from '../../../harness/subject.js';

/*
 * The same schemas and routes in the style in which Fastify's documentation introduces handlers and hooks: as async
 * functions. Most people write them so; the reference does not, because callbacks cost less.
 */

function refusal(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}

async function signedIn(request: FastifyRequest): Promise<void> {
  const user = findUser(request.headers.authorization);
  if (user === undefined) throw refusal(401, 'Sign in first');
  request.user = user;
}

async function isAdmin(request: FastifyRequest): Promise<void> {
  if (request.user?.role !== 'admin') throw refusal(403, 'For administrators only');
}

async function openVisit(request: FastifyRequest): Promise<void> {
  const { 'x-tenant': tenant, 'x-visitor': visitor } = request.headers;
  request.visit = new Visit(tenant as string | undefined, visitor as string | undefined);
}

function addRoutes(app: FastifyInstance): void {
  const orders = new OrderStore();
  const reports = new Reports(new Accounts(new Rates()));

  app.decorateRequest('user', null);
  app.decorateRequest('visit', null);

  app.get('/text', { schema: textSchema }, async () => GREETING);

  app.get('/json', { schema: jsonSchema }, async () => hello());

  app.get<{ Params: { category: string }; Querystring: { page: number; size: number; sort: string } }>(
    '/search/:category',
    { schema: searchSchema },
    async (request) => {
      const { page, size, sort } = request.query;
      return search(request.params.category, page, size, sort);
    },
  );

  app.post<{ Body: OrderInput }>('/orders', { schema: postOrderSchema }, async (request, reply) => {
    const { id, reference, status, gift, note, placedAt, total, customer, lines } = orders.place(request.body);
    reply.code(201);
    return { id, ref: reference, status, gift, note, placedAt, total, customer, lines };
  });

  app.get('/orders', { schema: listOrdersSchema }, async () => orders.list());

  app.get('/guarded', { schema: guardedSchema, onRequest: [signedIn, isAdmin] }, async (request) => ({
    data: reports.reportFor(request.user?.name ?? ''),
  }));

  app.get('/scoped', { schema: scopedSchema, onRequest: openVisit }, async (request) =>
    new Greeter(request.visit as Visit).greet(),
  );
}

export const subject: Subject = {
  async listen() {
    const app = fastify();
    app.setErrorHandler<FastifyError>((error, _request, reply) => {
      if (error.validation === undefined) return reply.send(error);
      const { message, validation } = error;
      return reply.code(422).send({ message, fields: validation.map(fieldOf) });
    });
    addRoutes(app);
    await app.listen({ host: HOST, port: 0 });
    return portOf(app.server.address());
  },
};
