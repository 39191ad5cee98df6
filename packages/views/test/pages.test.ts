import { expect, test } from '@jest/globals';
import {
  Controller,
  createContext,
  createToken,
  Get,
  Inject,
  Injectable,
  type OnInit,
  Param,
  provide,
  type RequestContext,
  VIEW_HELPER,
  view,
} from '@tenon/http';
import { Html, Render, TemplateError, type ViewHelper, Views } from '@tenon/views';
import { BROWSER, folderOf, siteOf, startSite } from './site.js';

/** Shows the template `page` with a model. */
function showing(model: object) {
  @Controller()
  class Pages {
    @Get('/page/:id', { name: 'page' })
    @Render('page')
    show() {
      return model;
    }
  }
  return { controllers: [Pages] };
}

/** Gives what one template makes of a model. */
async function written(
  page: string,
  model: object = {},
  others: Readonly<Record<string, string>> = {},
): Promise<string> {
  await using app = await startSite({ page, ...others }, showing(model));
  return (await app.get('/page/1', { headers: BROWSER }).expect(200)).text;
}

test('writes a page into its layout, with a block, partials and a component', async () => {
  const page = `<% layout('layouts/site', { title: it.article.title }) %>
<% block('head', () => { %><meta name="author" content="<%= it.article.author %>"><% }) %>
<h1><%= it.article.title %></h1>
<a href="<%= urlFor('page', { id: 7 }) %>"><%= path %></a>
<% for (const tag of it.article.tags) { %>
<%= include('partials/tag', { tag }) %>
<% } %>
<%= component('card', { heading: it.article.title }, () => { %><b><%= it.article.author %></b><% }) %>
`;
  const text = await written(
    page,
    { article: { title: '<A>', author: '"me"', tags: ['a&b', 'c'] } },
    {
      'layouts/site': `<!doctype html>\n<title><%= it.title %></title>\n<%= block('head') %>\n<%= block('foot', () => { %>usual<% }) %>\n<main><%= it.body %></main>\n`,
      'partials/tag': '<i><%= it.tag %></i>',
      'components/card': '<section><h2><%= it.heading %></h2><%= it.body %></section>',
    },
  );
  expect(text).toBe(`<!doctype html>
<title>&lt;A&gt;</title>
<meta name="author" content="&quot;me&quot;">
usual<main><h1>&lt;A&gt;</h1>
<a href="/page/7">/page/1</a>
<i>a&amp;b</i>
<i>c</i>
<section><h2>&lt;A&gt;</h2><b>&quot;me&quot;</b></section></main>
`);
});

test('hands the blocks of a page through a layout that has a layout itself', async () => {
  const text = await written(
    `<% layout('inner') %><% block('title', () => { %>Page<% }) %>text`,
    {},
    {
      inner: `<% layout('outer') %><% block('title', () => { %>Inner<% }) %><p><%= it.body %></p>`,
      outer: `<title><%= block('title') %></title><%= it.body %>`,
    },
  );
  expect(text).toBe('<title>Page</title><p>text</p>');
});

test('finds templates from the folder of the views, or beside the one that names them', async () => {
  const others = {
    'a/list': `<%= include('./row', { n: 1 }) %><%= include('/a/row', { n: 2 }) %>`,
    'a/row': '<%= it.n %>',
  };
  expect(await written(`<%= include('a/list.eta') %>`, {}, others)).toBe('12');
});

test('gives a partial what its page has, and a component only what it is given', async () => {
  const others = { part: '<%= it.a %><%= it.b %>', 'components/part': '<%= it.a %><%= it.b %>' };
  expect(await written(`<%= include('part', { b: 2 }) %>,<%= component('part', { b: 2 }) %>`, { a: 1 }, others)).toBe(
    '12,2',
  );
});

test('lets a template have variables called as helpers are', async () => {
  expect(await written(`<% const path = 'mine', errors = [] %><%= path %><%= errors.length %>`)).toBe('mine0');
});

test('escapes whatever is printed, by either tag, unless it is Html', async () => {
  const model = { a: `<i title='"'>\`&`, b: new Html('<b>'), none: null, list: ['<', 1], number: 0, no: false };
  const page =
    '<%= it.a %>|<%~ it.a %>|<%= it.b %>|<%~ it.b %>|<%= raw(it.a) %>|<%= it.none %><%= it.lost %>|<%= it.list %>|<%= it.number %><%= it.no %>';
  const escaped = '&lt;i title=&#39;&quot;&#39;&gt;&#96;&amp;';
  expect(await written(page, model)).toBe(`${escaped}|${escaped}|<b>|<b>|${model.a}||&lt;,1|0false`);
});

test('takes nothing of a model for markup, a block, a body or an option', async () => {
  const hostile = JSON.parse(
    '{"text":{"text":"<script>"},"body":"<script>","__blocks":{"head":"<script>"},"settings":{"view options":{"escape":"x"}},"__proto__":{"body":"<script>"},"escapeFunction":"x","useWith":true}',
  ) as object;
  const text = await written(`<% layout('site', it) %><%= it.text %>`, hostile, {
    site: `<%= it.body %>|<%= block('head') %>`,
  });
  expect(text).toBe('[object Object]|');
});

test.each([
  ['javascript:alert(1)', '#'],
  ['JaVaScRiPt:alert(1)', '#'],
  [' \u0001javascript:alert(1)', '#'],
  ['java\tscript\n:alert(1)', '#'],
  ['\u00a0javascript:alert(1)', '#'],
  ['data:text/html,<script>', '#'],
  ['vbscript:x', '#'],
  ['blob:https://a/1', '#'],
  ['&#106;avascript:alert(1)', '&amp;#106;avascript:alert(1)'],
  ['javascript&colon;alert(1)', 'javascript&amp;colon;alert(1)'],
  ['https://a.example/?q="x"', 'https://a.example/?q=&quot;x&quot;'],
  ['/a:b', '/a:b'],
  ['?a:b', '?a:b'],
  ['MAILTO:a@example.org', 'MAILTO:a@example.org'],
])('lets safeUrl make %j an address that does not run', async (url, safe) => {
  expect(await written('<%= safeUrl(it.url) %>', { url })).toBe(safe);
});

test('writes values for scripts that cannot end the script', async () => {
  const value = { a: '</script><!--&\u2028', n: 1 };
  const text = await written('<script>const v = <%= json(it.value) %>;</script>', { value });
  expect(text.match(/<\/script>/g)).toHaveLength(1);
  expect(JSON.parse(/v = (.*);/.exec(text)?.[1] ?? '')).toEqual(value);
});

test('writes lists of tens of thousands', async () => {
  const text = await written(
    `<% for (const n of it.list) { %><%= include('row', { n }) %><% } %>`,
    { list: Array.from({ length: 30_000 }, (_, n) => n) },
    { row: '<i><%= it.n %></i>' },
  );
  expect(text.length).toBeGreaterThan(300_000);
});

const CURRENCY = createToken<string>('currency');

@Injectable()
class Money implements ViewHelper {
  readonly name = 'money';
  static asked = 0;
  constructor(@Inject(CURRENCY) private readonly currency: string) {}
  forRequest() {
    Money.asked++;
    return (cents: number) => `${(cents / 100).toFixed(2)} ${this.currency}`;
  }
}
const WITH_HELPERS = {
  providers: [
    provide(CURRENCY, { useValue: '€ <net>' }),
    provide(VIEW_HELPER, { useClass: Money }),
    provide(VIEW_HELPER, {
      useValue: { name: 'agent', forRequest: (context: RequestContext) => context.request.headers['user-agent'] },
    }),
  ],
};

test('has helpers of the application in pages, layouts and partials, made once for a request that mentions them', async () => {
  await using app = await startSite(
    {
      page: `<% layout('site') %><%= money(150) %> <%= include('part') %>`,
      site: '<%= it.body %> <%= money(1) %> <%= agent %>',
      part: '<%= money(250) %>',
      other: '<%= it.money %>',
    },
    { ...WITH_HELPERS, ...showing({}) },
  );
  Money.asked = 0;
  const { text } = await app.get('/page/1', { headers: { ...BROWSER, 'user-agent': '<me>' } });
  expect(text).toBe('1.50 € &lt;net&gt; 2.50 € &lt;net&gt; 0.01 € &lt;net&gt; &lt;me&gt;');
  expect(Money.asked).toBe(1);
  app.get(Views).render('other', { money: 1 });
  expect(Money.asked).toBe(1);
});

test('gives layouts and partials an object of a class with its getters and methods', async () => {
  class Article {
    constructor(readonly title: string) {}
    get slug() {
      return this.title.toLowerCase();
    }
    link() {
      return `/${this.slug}`;
    }
  }
  const page = `<% layout('site', { at: 'page' }) %><%= include('link', { at: 'partial' }) %>`;
  const link = '<%= it.at %> <%= it.link() %>';
  expect(await written(page, new Article('Tea'), { site: `<%= it.body %>, ${link}`, link })).toBe(
    'partial /tea, page /tea',
  );
});

test('writes mails outside of a request, and says so to helpers that want one', async () => {
  await using app = await startSite(
    { mail: 'Hello <%= it.name %>, <%= money(100) %>', lost: '\n<%= agent %>', here: '<%= path %>' },
    WITH_HELPERS,
  );
  const views = app.get(Views);
  expect(views.render('mail', { name: 'A&B' })).toBe('Hello A&amp;B, 1.00 € &lt;net&gt;');
  expect(() => views.render('lost')).toThrow(
    /lost\.eta:?\d*: the helper agent wants a request \(context\.request\), and this is written outside of one/,
  );
  expect(() => views.render('here')).toThrow(/path needs a request/);
});

test('writes mails without a server too, as in a worker', async () => {
  const folder = folderOf({
    mail: 'Hello <%= it.name %>',
    link: '\n<%= urlFor("home") %>',
    form: '<%= formFor("home") %>',
  });
  await using worker = await createContext(siteOf(folder));
  const views = worker.get(Views);
  expect(views.render('mail', { name: 'A&B' })).toBe('Hello A&amp;B');
  expect(() => views.render('link')).toThrow(/link\.eta:2: urlFor needs a server/);
  expect(() => views.render('form')).toThrow(/formFor needs a server/);
});

test('writes a mail while the application is still starting', async () => {
  @Injectable()
  class Greeter implements OnInit {
    text = '';
    constructor(private readonly views: Views) {}
    onInit(): void {
      this.text = this.views.render('mail');
    }
  }
  await using app = await startSite({ mail: 'Hello' }, { providers: [Greeter] });
  expect(app.get(Greeter).text).toBe('Hello');
});

test.each([
  '../secret',
  '/../secret',
  'a/../../secret',
  '/etc/passwd',
  '..\\secret',
  'C:\\x',
  'page\0',
  './page',
  '',
  '.',
  '__proto__',
  'constructor',
  'x'.repeat(501),
])('finds no template called %j, whoever names it', async (name) => {
  await using app = await startSite({ page: 'x', 'a/page': 'y' });
  expect(() => app.get(Views).render(name)).toThrow(TemplateError);
});

test.each([[{ raw: '<%= 1 %>' }], [['page']], [7], [null]])('refuses %j as the name of a template', async (name) => {
  await using app = await startSite({ page: 'x' });
  expect(() => app.get(Views).render(name as unknown as string)).toThrow(TemplateError);
});

test('lets a handler and a filter decide by view', async () => {
  @Controller()
  class Pages {
    @Get('/:name')
    show(@Param('name') name: string) {
      return view(name, { name }, { status: 410 });
    }
  }
  await using app = await startSite({ gone: '<p><%= it.name %></p>' }, { controllers: [Pages] });
  const reply = await app.get('/gone', { headers: BROWSER }).expect(410);
  expect(reply.text).toBe('<p>gone</p>');
  await app.get('/%2e%2e%2fsecret', { headers: BROWSER }).expect(500);
});

test('gives raw routes the same templates and helpers by reply.view, and takes no text for one', async () => {
  await using app = await startSite({ page: '<%= it.a %> <%= path %>' });
  app.fastify.get('/raw', (_, reply) => reply.view('page', { a: '<' }));
  app.fastify.get('/text', (_, reply) => reply.view({ raw: '<%= 1 + 1 %>' } as never, {}));
  const reply = await app.get('/raw?x');
  expect(reply.text).toBe('&lt; /raw');
  expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
  await app.get('/text').expect(500);
});
