import { expect, test } from '@jest/globals';
import {
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  Header,
  HttpCode,
  Injectable,
  type Interceptor,
  type Next,
  Param,
  Post,
  Query,
  redirect,
  Render,
  type RequestContext,
  Res,
  type FastifyReply,
  Returns,
  Timeout,
  UseFilters,
  UseInterceptors,
  UseHooks,
  view,
} from '@tenon/http';
import { Expose, IsInt, IsOptional, Length } from '@tenon/dto';
import { CHROMIUM, FIREFOX, inPage, withPages } from '../support/pages.js';
import { serve } from '../support/serve.js';

class ArticleView {
  @Expose() title!: string;
}

@Controller('/articles')
class ArticlePages {
  @Get()
  @Render('articles/index')
  index() {
    return { count: 2 };
  }

  @Get('/new')
  @Render('articles/new')
  new() {}

  @Get('/late')
  @Render('late')
  late() {
    return Promise.resolve({ title: 'Late' });
  }

  @Get('/list')
  @Render('articles/list')
  list() {
    return [1, 2];
  }

  @Get('/:slug')
  @Render('articles/show')
  @Returns(ArticleView)
  show(@Param('slug') slug: string) {
    return slug === 'none' ? null : { title: slug, secret: 'only the page knows' };
  }
}

const take = async (accept: string | undefined, url: string, method: 'GET' | 'HEAD' = 'GET') => {
  const app = await serve(withPages(ArticlePages));
  return app.inject({ method, url, headers: accept === undefined ? {} : { accept } });
};

test('shows a page what the handler returns', async () => {
  const reply = await take(CHROMIUM, '/articles');

  expect(reply.statusCode).toBe(200);
  expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(reply.headers['content-security-policy']).toContain("default-src 'self'");
  expect(reply.headers['vary']).toBeUndefined();
  expect(reply.body).toBe('<h1>articles/index</h1>{"count":2}');
});

test('shows a page of a handler that returns nothing', async () => {
  expect((await take(CHROMIUM, '/articles/new')).body).toBe('<h1>articles/new</h1>{}');
});

test('waits for a page that is written later', async () => {
  expect(inPage((await take(CHROMIUM, '/articles/late')).body)).toEqual({ title: 'Late' });
});

test('answers HEAD with the headers of the page', async () => {
  const reply = await take(CHROMIUM, '/articles', 'HEAD');

  expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(reply.headers['content-length']).toBe(String('<h1>articles/index</h1>{"count":2}'.length));
  expect(reply.body).toBe('');
});

test.each([undefined, '*/*', 'text/*', 'application/json, text/html;q=0.1'])(
  'shows a page without another face to a client that takes %s',
  async (accept) => {
    expect((await take(accept, '/articles')).headers['content-type']).toBe('text/html; charset=utf-8');
  },
);

test.each(['application/json', 'image/png', 'text/html;q=0, application/json', 'text/plain'])(
  'refuses a client that takes %s and no page',
  async (accept) => {
    const reply = await take(accept, '/articles');

    expect(reply.statusCode).toBe(406);
    expect(reply.json()).toMatchObject({
      detail: 'The reply is a page of HTML, which the Accept header does not take.',
    });
  },
);

test.each([
  CHROMIUM,
  FIREFOX,
  'text/html',
  'text/*',
  'application/xhtml+xml',
  'application/json, text/html',
  'application/json;q=0.5, text/html;q=0.9',
  'application/json;q=0, */*',
  'TEXT/HTML;level=1;q=0.4, application/json;q=0.3',
])('shows the page of a route with two faces to a client that takes %s', async (accept) => {
  const reply = await take(accept, '/articles/tea');

  expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(reply.headers['vary']).toBe('accept');
  expect(inPage(reply.body)).toEqual({ title: 'tea', secret: 'only the page knows' });
});

test.each([
  undefined,
  '',
  '*/*',
  'application/json',
  'application/json, */*;q=0.1',
  'application/json, text/html;q=0.9',
  'application/json, text/plain, */*',
  'text/html;q=0, */*',
  'text/html;q=0, application/xhtml+xml, application/json',
  'image/png, */*;q=0.1',
])('gives the JSON of a route with two faces to a client that takes %s', async (accept) => {
  const reply = await take(accept, '/articles/tea');

  expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(reply.headers['vary']).toBe('accept');
  expect(reply.json()).toEqual({ title: 'tea' });
});

test.each(['image/png', 'text/html;q=0, application/json;q=0', 'text/plain, */*;q=0'])(
  'refuses a client that takes %s, and so neither face',
  async (accept) => {
    expect((await take(accept, '/articles/tea')).statusCode).toBe(406);
  },
);

test('answers null with 404 in either face', async () => {
  const page = await take(CHROMIUM, '/articles/none');
  const json = await take('application/json', '/articles/none');

  expect([page.statusCode, page.body, page.headers['vary']]).toEqual([404, '<h1>404</h1>', 'accept']);
  expect([json.statusCode, json.headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8']);
  expect(json.headers['vary']).toBe('accept');
});

test('answers 500 where a handler returns what no template can be given', async () => {
  const reply = await take(CHROMIUM, '/articles/list');

  expect([reply.statusCode, reply.body]).toEqual([
    500,
    "<h1>500</h1>TypeError: A handler with @Render('articles/list') returned a list. Return an object: its properties are what the template is given.",
  ]);
});

test('adds to what a hook says of Vary', async () => {
  @Controller('/')
  class Pages {
    @Get()
    @Render('start')
    @Returns(ArticleView)
    @UseHooks({
      onRequest: (_, reply, done) => {
        reply.header('vary', 'Origin');
        done();
      },
    })
    start() {
      return { title: 'Start' };
    }
  }
  const app = await serve(withPages(Pages));

  expect((await app.inject({ url: '/', headers: { accept: CHROMIUM } })).headers['vary']).toBe('Origin, accept');
});

test('leaves the type of a page to @Header, such as that of a feed', async () => {
  @Controller('/feed')
  class Feed {
    @Get()
    @Render('feed')
    @Header('content-type', 'application/rss+xml')
    feed() {}
  }
  const app = await serve(withPages(Feed));

  const reply = await app.inject({ url: '/feed', headers: { accept: 'application/rss+xml' } });

  expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'application/rss+xml']);
});

test('keeps the status and the headers of the route', async () => {
  @Controller('/')
  class Pages {
    @Post()
    @Render('made')
    @HttpCode(202)
    @Header('cache-control', 'no-cache')
    make() {}
  }
  const app = await serve(withPages(Pages));

  const reply = await app.inject({ method: 'POST', url: '/', headers: { accept: CHROMIUM } });

  expect([reply.statusCode, reply.headers['cache-control'], reply.body]).toEqual([202, 'no-cache', '<h1>made</h1>{}']);
});

/** Decides by hand which page is next, wherever that can be said. */
@Injectable()
class Deciding implements Interceptor {
  async intercept({ request }: RequestContext, next: Next) {
    const value = await next();
    return request.url.endsWith('?intercepted') ? view('intercepted', { value }) : value;
  }
}

@Injectable()
@Catch(RangeError)
class ToStart implements ExceptionFilter {
  catch() {
    return redirect('/start');
  }
}

@Injectable()
@Catch(SyntaxError)
class ShowIt implements ExceptionFilter {
  catch(error: SyntaxError) {
    return error.message === 'late' ? view('late/broken') : view('wrong', { said: error.message });
  }
}

@Controller('/decide')
@UseInterceptors(Deciding)
@UseFilters(ToStart, ShowIt)
class Decisions {
  @Get('/view')
  view() {
    return view('by-hand', { is: 'chosen' }, { status: 203 });
  }

  @Get('/redirect')
  @Render('never')
  redirect() {
    return redirect('/ünter?a=1');
  }

  @Get('/view-instead')
  @Returns(ArticleView)
  instead() {
    return view('instead');
  }

  @Get('/foreign')
  foreign() {
    return redirect('https://elsewhere.example/');
  }

  @Get('/external')
  external() {
    return redirect('https://elsewhere.example/', { external: true, status: 307 });
  }

  @Get('/throw/:what')
  throw(@Param('what') what: string) {
    throw what === 'range' ? new RangeError('out') : new SyntaxError(what);
  }

  @Get('/sent')
  @Render('never')
  sent(@Res() reply: FastifyReply) {
    reply.send('by hand');
  }
}

test.each([
  ['/decide/view', 203, '<h1>by-hand</h1>{"is":"chosen"}'],
  ['/decide/view?intercepted', 200, /^<h1>intercepted<\/h1>/],
  ['/decide/view-instead', 200, '<h1>instead</h1>{}'],
  ['/decide/throw/oops', 500, '<h1>wrong</h1>{"said":"oops"}'],
  ['/decide/sent', 200, 'by hand'],
])('lets handlers, interceptors and filters say which page is next: %s', async (url, status, body) => {
  const app = await serve(withPages(Decisions));

  const reply = await app.inject({ url, headers: { accept: CHROMIUM } });

  expect(reply.statusCode).toBe(status);
  expect(reply.body).toMatch(body);
});

test.each([
  ['/decide/redirect', 303, '/%C3%BCnter?a=1'],
  ['/decide/external', 307, 'https://elsewhere.example/'],
  ['/decide/throw/range', 303, '/start'],
])('redirects from %s', async (url, status, location) => {
  const app = await serve(withPages(Decisions));

  const reply = await app.inject({ url, headers: { accept: CHROMIUM } });

  expect([reply.statusCode, reply.headers['location'], reply.body]).toEqual([status, location, '']);
});

test.each([
  'https://elsewhere.example/',
  '//elsewhere.example',
  String.raw`/\elsewhere.example`,
  String.raw`\\elsewhere.example`,
  '/\t/elsewhere.example',
  '/\n/elsewhere.example',
  'javascript:alert(1)',
  'elsewhere',
  ' /start',
  '',
])('redirects to no other site by itself: %j', (url) => {
  expect(() => redirect(url)).toThrow('The page to go to next is not one of this site.');
});

test.each(['/', '/articles?page=2#top', '/a//b', '/@user:x', '/%5Celsewhere.example', '/https://elsewhere.example'])(
  'redirects to a path of this site: %s',
  (url) => {
    expect(redirect(url)).toMatchObject({ url, status: 303 });
  },
);

test('tells a client of a foreign URL no more than that', async () => {
  const app = await serve(withPages(Decisions));

  const reply = await app.inject({ url: '/decide/foreign', headers: { accept: 'application/json' } });

  expect([reply.statusCode, reply.json()]).toMatchObject([400, { code: 'foreign-url' }]);
});

@Controller('/broken')
class Broken {
  @Get('/now')
  @Render('broken')
  now() {}

  @Get('/later')
  @Render('late/broken')
  @Header('cache-control', 'max-age=60')
  later() {}

  @Get('/never')
  @Render('never')
  @Timeout(50)
  never() {
    return new Promise<object>(() => {});
  }
}

test.each(['/broken/now', '/broken/later'])('answers 500 where the template of %s fails', async (url) => {
  const app = await serve(withPages(Broken), { showErrors: false });

  const reply = await app.inject({ url, headers: { accept: CHROMIUM } });

  expect([reply.statusCode, reply.body]).toEqual([500, '<h1>500</h1>']);
  expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(reply.headers['cache-control']).toBeUndefined();
});

test('answers 500 where the page fails that a filter chose', async () => {
  const app = await serve(withPages(Decisions), { showErrors: false });

  const reply = await app.inject({ url: '/decide/throw/late', headers: { accept: CHROMIUM } });

  expect([reply.statusCode, reply.body]).toEqual([500, '<h1>500</h1>']);
});

test('answers 503 for a page whose handler takes too long', async () => {
  const app = await serve(withPages(Broken));

  expect((await app.inject({ url: '/broken/never', headers: { accept: CHROMIUM } })).statusCode).toBe(503);
});

class Filter {
  @IsOptional() @IsInt() most?: number;
  @IsOptional() @Length(3, 20) title?: string;
}

@Controller('/books')
class BookPages {
  @Get()
  @Render('books')
  list(
    @Query() filter: Filter,
    @Query('page') page: number = 1,
    @Query('since') since?: Date,
    @Query('text') text: string = 'none',
  ) {
    return { filter, page, since, text };
  }
  @Get('/list')
  data(@Query() filter: Filter) {
    return filter;
  }
}

test('reads the query of a page as a person has left the fields of a form', async () => {
  const app = await serve(withPages(BookPages));
  const page = await app.inject('/books?most=&title=&page=&since=&text=');
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('{"filter":{},"page":1,"text":""}');
  const other = await app.inject('/books?most=3&title=tea&page=2&since=2026-11-26&text=x');
  expect(other.body).toContain(
    '{"filter":{"most":3,"title":"tea"},"page":2,"since":"2026-11-26T00:00:00.000Z","text":"x"}',
  );
  expect((await app.inject('/books?most=x&page=y')).statusCode).toBe(422);
  // Programs say what they mean.
  expect((await app.inject('/books/list?most=')).statusCode).toBe(422);
});
