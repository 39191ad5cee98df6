import 'reflect-metadata';
import { inject } from '@adonisjs/core';
import { IgnitorFactory } from '@adonisjs/core/factories';
import { ExceptionHandler, HttpContext } from '@adonisjs/core/http';
import type { NextFn } from '@adonisjs/core/types/http';
import type { ApplicationService } from '@adonisjs/core/types';
import vine from '@vinejs/vine';
import { Accounts, findUser, Rates, Reports, type User, Visit as VisitOf } from '../app/accounts.js';
import { OrderStore } from '../app/orders.js';
import { CATEGORIES, GREETING, hello, MOST_SIZE, search, SORTS } from '../app/search.js';
import { toListReply, toOrderReply } from './replies-by-hand.js';
import { HOST, portOf, type Subject } from '../../../harness/subject.js';

/*
 * A whole AdonisJS application, with the providers and the configuration of its core and VineJS; controllers are made
 * by its container for each request (https://docs.adonisjs.com/guides/basics/controllers), and the context of the
 * request is bound as its starter kits do it. What users of its starter kits have beyond that (sessions, shield, auth)
 * is left out.
 */

declare module '@adonisjs/core/http' {
  interface HttpContext {
    user?: User;
  }
}

const searchInput = vine.create({
  params: vine.object({ category: vine.enum(CATEGORIES) }),
  page: vine.number().withoutDecimals().min(1),
  size: vine.number().withoutDecimals().min(1).max(MOST_SIZE),
  sort: vine.enum(SORTS),
});

const createOrder = vine.create({
  reference: vine.string().minLength(1).maxLength(40),
  gift: vine.boolean({ strict: true }),
  note: vine.string().maxLength(500).optional(),
  customer: vine.object({
    name: vine.string(),
    email: vine.string().email(),
    address: vine.object({ street: vine.string(), city: vine.string(), zip: vine.string(), country: vine.string() }),
  }),
  lines: vine
    .array(
      vine.object({
        sku: vine.string(),
        name: vine.string(),
        quantity: vine.number({ strict: true }).withoutDecimals().min(1),
        price: vine.number({ strict: true }).min(0),
      }),
    )
    .minLength(1),
});

@inject()
class Visit extends VisitOf {
  constructor({ request }: HttpContext) {
    super(request.header('x-tenant'), request.header('x-visitor'));
  }
}

@inject()
class Greeter {
  constructor(private readonly visit: Visit) {}

  greet() {
    const { tenant, visitor } = this.visit;
    return { tenant, visitor, greeting: `Hello ${visitor} of ${tenant}` };
  }
}

class CatalogController {
  text(): string {
    return GREETING;
  }

  json() {
    return hello();
  }

  async search({ request }: HttpContext) {
    const { params, page, size, sort } = await request.validateUsing(searchInput);
    return search(params.category, page, size, sort);
  }
}

@inject()
class OrderController {
  constructor(private readonly orders: OrderStore) {}

  async create({ request, response }: HttpContext) {
    const input = await request.validateUsing(createOrder);
    response.status(201).send(toOrderReply(this.orders.place(input)));
  }

  list() {
    return toListReply(this.orders.list());
  }
}

@inject()
class ReportController {
  constructor(private readonly reports: Reports) {}

  show({ user }: HttpContext) {
    return { data: this.reports.reportFor(user?.name ?? '') };
  }
}

@inject()
class GreetingController {
  constructor(private readonly greeter: Greeter) {}

  greet() {
    return this.greeter.greet();
  }
}

function signedIn(context: HttpContext, next: NextFn) {
  const user = findUser(context.request.header('authorization'));
  if (user === undefined) return context.response.abort({ message: 'Sign in first' }, 401);
  context.user = user;
  return next();
}

function isAdmin({ response, user }: HttpContext, next: NextFn) {
  if (user?.role !== 'admin') return response.abort({ message: 'For administrators only' }, 403);
  return next();
}

class BindContext {
  handle(context: HttpContext, next: NextFn) {
    context.containerResolver.bindValue(HttpContext, context);
    return next();
  }
}

/** Answers in JSON whatever the client accepts. */
class Errors extends ExceptionHandler {
  override renderErrorAsHTML(...of: Parameters<ExceptionHandler['renderErrorAsJSON']>) {
    return this.renderErrorAsJSON(...of);
  }

  override renderValidationErrorAsHTML(...of: Parameters<ExceptionHandler['renderValidationErrorAsJSON']>) {
    return this.renderValidationErrorAsJSON(...of);
  }

  protected override debug = false;

  override async report() {}
}

async function addRoutes(app: ApplicationService): Promise<void> {
  app.container.singleton(OrderStore, () => new OrderStore());
  app.container.singleton(Rates, () => new Rates());
  app.container.singleton(Accounts, async (resolver) => new Accounts(await resolver.make(Rates)));
  app.container.singleton(Reports, async (resolver) => new Reports(await resolver.make(Accounts)));

  const server = await app.container.make('server');
  const router = await app.container.make('router');
  server.errorHandler(async () => ({ default: Errors }));
  server.use([async () => ({ default: BindContext })]);
  router.use([() => import('@adonisjs/core/bodyparser_middleware')]);
  router.get('/text', [CatalogController, 'text']);
  router.get('/json', [CatalogController, 'json']);
  router.get('/search/:category', [CatalogController, 'search']);
  router.post('/orders', [OrderController, 'create']);
  router.get('/orders', [OrderController, 'list']);
  router.get('/guarded', [ReportController, 'show']).use([signedIn, isAdmin]);
  router.get('/scoped', [GreetingController, 'greet']);
}

export const subject: Subject = {
  async listen() {
    process.env['HOST'] = HOST;
    process.env['PORT'] = '0';
    const ignitor = new IgnitorFactory()
      .withCoreConfig()
      .withCoreProviders()
      .merge({
        rcFileContents: { providers: [() => import('@adonisjs/core/providers/vinejs_provider')] },
        config: { logger: { default: 'app', loggers: { app: { enabled: false } } } },
      })
      .preload(addRoutes)
      .create(new URL('./', import.meta.url));
    await ignitor.httpServer().start();
    const server = await ignitor.getApp()?.container.make('server');
    return portOf(server?.getNodeServer()?.address());
  },
};
