import { expect, test } from '@jest/globals';
import { IsInt, IsString } from 'class-validator';
import {
  Body,
  Catch,
  Controller,
  createContextKey,
  DefaultValuePipe,
  Delete,
  FromContext,
  Get,
  Head,
  Header,
  HttpCode,
  Injectable,
  Param,
  ParseUUIDPipe,
  Post,
  Provides,
  Query,
  ReadsBody,
  Redirect,
  type RequestContext,
  Returns,
  UseFilters,
  UseGuards,
  UseHooks,
  UseInterceptors,
  Version,
} from '@tenon/http';
import { Expose } from 'class-transformer';
import { serve } from './serve.js';

const CURRENT_USER = createContextKey<string>('current user');

@Injectable()
@Provides(CURRENT_USER)
class SignedIn {
  canActivate(context: RequestContext) {
    context.set(CURRENT_USER, 'ann');
    return true;
  }
}

@Injectable()
@ReadsBody()
class SignedBody {
  canActivate() {
    return true;
  }
}

@Injectable()
class Timing {
  intercept(_context: RequestContext, next: () => unknown) {
    return next();
  }
}

@Catch(RangeError)
class RangeFilter {
  catch() {
    return 'range';
  }
}

class CreateOrder {
  @IsString() product!: string;
  @IsInt() count!: number;
}

class OrderView {
  @Expose() id!: number;
}

function logBody() {}

@Controller('/orders')
@UseGuards(SignedIn)
class OrderController {
  @Get('/:id')
  @Returns(OrderView)
  show(@Param('id') id: number) {
    return { id };
  }

  @Post('', { name: 'orders.create' })
  @UseGuards(SignedBody)
  @UseInterceptors(Timing)
  @UseFilters(RangeFilter)
  @UseHooks({ preHandler: logBody })
  @Header('x-a', 'b')
  @HttpCode(202)
  create(@Body() input: CreateOrder, @FromContext(CURRENT_USER) user: string) {
    return { input, user };
  }

  @Head('/:id') exists() {}

  @Get('/of/:customer/:page?')
  @Redirect('/orders')
  of(
    @Param('customer', new ParseUUIDPipe()) customer: string,
    @Query('page', new DefaultValuePipe(1)) page: number,
    @Query('sort', [String]) sort: string[],
  ) {
    return { customer, page, sort };
  }
}

@Controller({ path: '/admin', host: 'admin.example.com' })
class AdminController {
  @Delete('/:id') @Version('2') remove() {}
}

const OPTIONS = {
  versioning: { type: 'header', header: 'X-Api-Version' },
  interceptors: [(_context: RequestContext, next: () => unknown) => next()],
} as const;

test('lists all routes as data, sorted by path', async () => {
  await using app = await serve([OrderController, AdminController], OPTIONS);

  const routes = app.routes();

  expect(routes.map(({ methods, path }) => `${methods.join()} ${path}`)).toEqual([
    'DELETE /admin/:id',
    'POST /orders',
    'GET /orders/:id',
    'HEAD /orders/:id',
    'GET,HEAD /orders/of/:customer/:page?',
  ]);
  expect(routes[0]).toEqual({
    methods: ['DELETE'],
    path: '/admin/:id',
    version: '2',
    host: 'admin.example.com',
    handler: 'AdminController.remove',
    name: undefined,
    module: 'AppModule',
    place: expect.stringMatching(/^packages\/http\/test\/routing\/explain\.test\.ts:\d+$/),
  });
  expect(routes[1]).toMatchObject({ name: 'orders.create', handler: 'OrderController.create' });
});

test('prints all routes as a table', async () => {
  await using app = await serve([OrderController, AdminController], OPTIONS);

  expect(withoutLines(String(app.routes()))).toMatchGolden('routes');
});

test('tells all that runs for a request, in its order', async () => {
  await using app = await serve([OrderController, AdminController], OPTIONS);

  const explanation = app.explain('post', '/orders?x=1');

  expect(explanation?.handler).toBe('OrderController.create');
  expect(explanation?.steps.map(({ stage, what }) => `${stage}: ${what}`)).toEqual([
    'onRequest: request id, context',
    'onRequest: guard SignedIn',
    'parsing: the body',
    'preValidation: guard SignedBody',
    'preHandler: hook logBody',
    'handler: interceptor (anonymous)',
    'handler: interceptor Timing',
    'handler: argument 1: body as CreateOrder, compiled',
    'handler: argument 2: context "current user"',
    'handler: OrderController.create()',
    'handler: reply: 202 with what is returned',
    'onError: filter RangeFilter',
  ]);
  expect(explanation?.source).toContain('function handle(request, reply)');
});

test('prints all that runs for a request', async () => {
  await using app = await serve([OrderController, AdminController], OPTIONS);
  const text = (method: string, url: string) => withoutLines(String(app.explain(method, url)));

  const texts = [text('POST', '/orders'), text('GET', '/orders/7'), text('GET', '/orders/of/ann')];

  expect(texts.join('\n\n')).toMatchGolden('explained');
});

test('finds the route of a host and a version', async () => {
  await using app = await serve([OrderController, AdminController], OPTIONS);
  const found = (request: object) => app.explain('DELETE', '/admin/7', request)?.handler;

  expect(found({ host: 'admin.example.com', version: '2' })).toBe('AdminController.remove');
  expect(found({ host: 'Admin.example.com:80', version: '2' })).toBe('AdminController.remove');
  expect(found({ host: 'admin.example.com' })).toBeUndefined();
  expect(found({ version: '2' })).toBeUndefined();
  expect(app.explain('GET', '/orders/7', { host: 'x', version: '9' })?.handler).toBe('OrderController.show');
});

test('finds the route of the default version, and HEAD by its own method or that of GET', async () => {
  await using app = await serve([OrderController, AdminController], {
    versioning: { ...OPTIONS.versioning, default: '2' },
  });

  expect(app.explain('DELETE', '/admin/7', { host: 'admin.example.com' })?.handler).toBe('AdminController.remove');
  expect(app.explain('HEAD', '/orders/7')?.handler).toBe('OrderController.exists');
  expect(app.explain('HEAD', '/orders/of/ann')?.handler).toBe('OrderController.of');
});

test('tells nothing of what no decorated route answers', async () => {
  await using app = await serve([OrderController]);
  app.fastify.get('/orders/raw', () => 'raw');

  expect(app.explain('GET', '/nowhere')).toBeUndefined();
  expect(app.explain('PUT', '/orders')).toBeUndefined();
  expect(app.explain('GET', '/orders/7')?.handler).toBe('OrderController.show');
  expect(app.explain('GET', '/orders/raw')).toBeUndefined();
});

test('finds routes as the router of the application does', async () => {
  await using app = await serve([OrderController], {
    fastify: { routerOptions: { caseSensitive: false, ignoreTrailingSlash: true } },
  });

  expect(app.explain('GET', '/Orders/7/')?.handler).toBe('OrderController.show');
});

test('gives the models of all routes for those who read them', async () => {
  await using app = await serve([OrderController]);

  const [model] = app.routeModels;

  expect(model).toMatchObject({ handler: 'show', methods: ['GET'], path: '/orders/:id' });
  expect(Object.isFrozen(model)).toBe(true);
});

function withoutLines(text: string): string {
  return text.replaceAll('packages/http/test/routing/', 'src/').replaceAll(/\.ts:\d+/g, '.ts');
}
