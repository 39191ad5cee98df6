import { once } from 'node:events';
import { serve } from '@hono/node-server';
import { zValidator } from '@hono/zod-validator';
import { Hono, type ValidationTargets } from 'hono';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { z, type ZodType } from 'zod';
import { Accounts, findUser, Greeter, Rates, Reports, type User, Visit } from '../app/accounts.js';
import { OrderStore } from '../app/orders.js';
import { CATEGORIES, GREETING, hello, MOST_SIZE, search, SORTS } from '../app/search.js';
import { toListReply, toOrderReply } from './replies-by-hand.js';
import { HOST, portOf, type Subject } from '../../../harness/subject.js';

/*
 * Hono on Node, with its validator for zod. It has no container: services are made by hand, and what belongs to a
 * request is kept in its context (https://hono.dev/docs/api/context).
 */

type Env = { Variables: { user: User; visit: Visit } };

const searchParams = z.object({ category: z.enum(CATEGORIES) });
const searchQuery = z.object({
  page: z.coerce.number().int().min(1),
  size: z.coerce.number().int().min(1).max(MOST_SIZE),
  sort: z.enum(SORTS),
});
const createOrder = z.object({
  reference: z.string().min(1).max(40),
  gift: z.boolean(),
  note: z.string().max(500).optional(),
  customer: z.object({
    name: z.string(),
    email: z.email(),
    address: z.object({ street: z.string(), city: z.string(), zip: z.string(), country: z.string() }),
  }),
  lines: z
    .array(z.object({ sku: z.string(), name: z.string(), quantity: z.int().min(1), price: z.number().min(0) }))
    .min(1),
});

/** The validator, with the status that all subjects answer. */
function validate<Target extends keyof ValidationTargets, Schema extends ZodType>(target: Target, schema: Schema) {
  return zValidator(target, schema, (result, context) =>
    result.success ? undefined : context.json({ issues: result.error.issues }, 422),
  );
}

const signedIn = createMiddleware<Env>(async (context, next) => {
  const user = findUser(context.req.header('authorization'));
  if (user === undefined) throw new HTTPException(401, { message: 'Sign in first' });
  context.set('user', user);
  await next();
});

const isAdmin = createMiddleware<Env>(async (context, next) => {
  if (context.get('user').role !== 'admin') throw new HTTPException(403, { message: 'For administrators only' });
  await next();
});

const openVisit = createMiddleware<Env>(async (context, next) => {
  context.set('visit', new Visit(context.req.header('x-tenant'), context.req.header('x-visitor')));
  await next();
});

export const subject: Subject = {
  async listen() {
    const orders = new OrderStore();
    const reports = new Reports(new Accounts(new Rates()));
    const app = new Hono<Env>();

    app.get('/text', (context) => context.text(GREETING));
    app.get('/json', (context) => context.json(hello()));
    app.get('/search/:category', validate('param', searchParams), validate('query', searchQuery), (context) => {
      const { page, size, sort } = context.req.valid('query');
      return context.json(search(context.req.valid('param').category, page, size, sort));
    });
    app.post('/orders', validate('json', createOrder), (context) =>
      context.json(toOrderReply(orders.place(context.req.valid('json'))), 201),
    );
    app.get('/orders', (context) => context.json(toListReply(orders.list())));
    app.get('/guarded', signedIn, isAdmin, (context) =>
      context.json({ data: reports.reportFor(context.get('user').name) }),
    );
    app.get('/scoped', openVisit, (context) => context.json(new Greeter(context.get('visit')).greet()));

    const server = serve({ fetch: app.fetch, hostname: HOST, port: 0 });
    await once(server, 'listening');
    return portOf(server.address());
  },
};
