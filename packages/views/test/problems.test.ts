import { expect, test } from '@jest/globals';
import { Body, Controller, ForbiddenException, Get, HttpException, Post, provide, VIEW_HELPER } from '@tenon/http';
import { IsInt } from '@tenon/dto';
import { BROWSER, startSite } from './site.js';

class Input {
  @IsInt() count!: number;
}

@Controller()
class Failing {
  @Get('/forbidden')
  forbidden() {
    throw new ForbiddenException('Not <b>you</b>.');
  }

  @Get('/broken')
  broken() {
    throw new TypeError('secret <script>', { cause: new Error('the cause') });
  }

  @Get('/conflict')
  conflict() {
    throw new HttpException('', 409);
  }

  @Post('/input')
  input(@Body() input: Input) {
    return input;
  }
}
const FAILING = { controllers: [Failing] };

test.each(['/none?<script>', '/forbidden', '/broken', '/conflict'])(
  'tells browsers of %s by a plain page, and programs by a problem',
  async (url) => {
    await using app = await startSite({}, FAILING, { showErrors: false });
    const page = await app.get(url, { headers: BROWSER });
    const problem = await app.get(url);
    expect(page.status).toBe(problem.status);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toBeDefined();
    expect(page.text).not.toMatch(/<script>|<b>|secret|cause|Only in development|src=|https?:/);
    expect(page.text).toContain(`<title>${page.status} ${problem.problem?.title}</title>`);
  },
);

test('shows request, handler, error and cause where clients may see them', async () => {
  await using app = await startSite({}, FAILING, { showErrors: true });
  const { text } = await app.get('/broken?a="&amp;', { headers: BROWSER }).expect(500);
  expect(text).toContain('<dd>GET /broken?a=%22&amp;amp;</dd>');
  expect(text).toContain('<dd>Failing.broken</dd>');
  expect(text).toContain('TypeError: secret &lt;script&gt;');
  expect(text).toContain('Error: the cause');
});

test('lists what is wrong with what was sent', async () => {
  await using app = await startSite({}, FAILING, { showErrors: false });
  const { text } = await app.post('/input', { headers: BROWSER, body: { count: 'x' } }).expect(422);
  expect(text).toContain('<li>count must be an integer number</li>');
});

test('has pages of the application for one status, and for all others', async () => {
  const templates = {
    'errors/404': `<% layout('site') %>Lost: <%= path %> <%= it.status %>`,
    'errors/error': `<% layout('site') %><%= it.title %>: <%= it.message %> <%= it.details === undefined %>`,
    site: '<main><%= it.body %></main>',
  };
  await using app = await startSite(templates, FAILING, { showErrors: false });
  expect((await app.get('/none?x', { headers: BROWSER }).expect(404)).text).toBe('<main>Lost: /none 404</main>');
  expect((await app.get('/forbidden', { headers: BROWSER }).expect(403)).text).toBe(
    '<main>Forbidden: Not &lt;b&gt;you&lt;/b&gt;. true</main>',
  );
});

test('sends a plain page, with the status of the error, where the page of the application fails itself', async () => {
  const helper = {
    name: 'user',
    forRequest() {
      throw new Error('no database');
    },
  };
  await using app = await startSite(
    { 'errors/error': '<%= user.name %>' },
    { ...FAILING, providers: [provide(VIEW_HELPER, { useValue: helper })] },
    { showErrors: false },
  );
  const { text } = await app.get('/forbidden', { headers: BROWSER }).expect(403);
  expect(text).toContain('<h1>Forbidden</h1>');
  expect(text).not.toContain('database');
});
