import { expect, test } from '@jest/globals';
import { IsInt, IsString } from '@tenon/dto';
import {
  Controller,
  FAILED_FORM,
  Form,
  Get,
  HttpCode,
  Injectable,
  PAGE_WRITER,
  type PageWriter,
  Post,
  provide,
  redirect,
  Render,
  type RequestContext,
} from '@tenon/http';
import { Session } from '@tenon/sessions';
import { Browser, CART, Helpers, startApp } from '../app.js';

class Article {
  @IsString() title!: string;
  @IsInt() words!: number;
  @IsString() password!: string;
}

/** Writes pages as JSON, so that a test sees what a template has. */
@Injectable()
class Writer implements PageWriter {
  constructor(private readonly helpers: Helpers) {}

  write(view: string, _: object, context: RequestContext): string {
    const field = String(this.helpers.get<() => unknown>('csrfField', context)());
    const [first, second] = [0, 1].map(() => this.helpers.get('flash', context));
    if (JSON.stringify(first) !== JSON.stringify(second)) throw new Error('A second look found other messages.');
    return JSON.stringify({ view, field, flash: first, form: context.get(FAILED_FORM) });
  }
  writeProblem(): undefined {
    return undefined;
  }
}

@Controller('/articles')
class Articles {
  @Get('/new') @Render('new') new(): void {}
  @Get('/far') far() {
    return redirect('/articles/farther');
  }
  @Get('/farther') farther() {
    return redirect('/articles/new');
  }
  @Post() create(@Form() article: Article, @Session() session: Session) {
    session.flash('success', `Saved: ${article.title}`);
    return redirect('/articles/far');
  }
  @Post('/said') @HttpCode(204) say(@Session() session: Session): void {
    for (let count = 1; count <= 12; count++) session.flash('info', `${count}`);
    session.flash('info', `${'x'.repeat(499)}\u{1F600}y`);
  }
}

const HTML = { accept: 'text/html,*/*;q=0.8', host: 'shop.test' };

interface Page {
  readonly field: string;
  readonly flash: readonly { kind: string; text: string }[];
  readonly form?: { message?: string; errors: { path: unknown[] }[]; old: Record<string, string>; handler: string };
}

async function start() {
  const app = await startApp({
    controllers: [Articles],
    providers: [Writer, provide(PAGE_WRITER, { useClass: Writer })],
  });
  const browser = new Browser(app);
  const open = async (url = '/articles/new'): Promise<Page> =>
    JSON.parse((await browser.get<string>(url, { headers: HTML })).text) as Page;
  const send = async (fields: Record<string, string>) => {
    const token = /value="([\w-]+)"/.exec((await open()).field)?.[1] ?? '';
    const headers = { ...HTML, referer: 'http://shop.test/articles/new?x=1' };
    return browser.post('/articles', new URLSearchParams({ _csrf: token, ...fields }), { headers });
  };
  return { app, browser, open, send };
}

test('tells something once, on the page that shows it, behind any number of redirects', async () => {
  const { browser, open, send } = await start();
  const reply = await send({ title: '<b>A</b>', words: '3', password: 'x' });
  expect(reply.headers['location']).toBe('/articles/far');
  await browser.get('/articles/far', { headers: HTML });
  await browser.get('/articles/farther', { headers: HTML });
  expect((await open()).flash).toEqual([{ kind: 'success', text: 'Saved: <b>A</b>' }]);
  expect((await open()).flash).toEqual([]);
});

test('drops the first of too many messages, and cuts long ones between letters', async () => {
  const { browser, open } = await start();
  await browser.submit('/articles/said');
  const { flash } = await open();
  expect(flash.map(({ text }) => text.slice(0, 3))).toEqual(['4', '5', '6', '7', '8', '9', '10', '11', '12', 'xxx']);
  expect(flash.at(-1)?.text).toBe(`${'x'.repeat(499)}…`);
});

test('gives templates a field that is a token of the session', async () => {
  const { open, browser } = await start();
  const { field } = await open();
  expect(field).toMatch(/^<input type="hidden" name="_csrf" value="[\w-]{64}">$/);
  expect((await browser.get('/articles/new', { headers: HTML })).headers['cache-control']).toBe('no-store');
});

test('shows a refused form again on the page that it came from, once, without what is secret', async () => {
  const { browser, open, send } = await start();
  const reply = await send({ title: 'Tea', words: 'many', password: 'hunter2' });
  expect([reply.status, reply.headers['location']]).toEqual([303, '/articles/new?x=1']);
  // Something of the page that is no page, such as an image, what a script asks for, and another page in another tab.
  await browser.get('/cart', { headers: { accept: 'image/webp,*/*' } });
  await browser.get('/cart');
  expect((await open()).form).toBeUndefined();
  const { form } = await open('/articles/new?x=1');
  expect(form).toMatchObject({ handler: 'Articles.create', old: { title: 'Tea', words: 'many' } });
  expect(form?.errors).toHaveLength(1);
  expect(JSON.stringify(form)).not.toContain('hunter2');
  expect((await open('/articles/new?x=1')).form).toBeUndefined();
});

test('keeps what is wrong with a form where there is no room for what was typed', async () => {
  const { browser, open, send } = await start();
  await send({ title: 'x'.repeat(5000), words: 'many', password: 'x' });
  const { form } = await open('/articles/new?x=1');
  expect([form?.old, form?.errors.length]).toEqual([{}, 1]);
  expect(Buffer.byteLength(browser.cookie ?? '')).toBeLessThan(4096);
});

test('keeps nothing of a form that would push something else out', async () => {
  const { app, browser, open, send } = await start();
  app.fastify.get('/fill', (request) => {
    (request as unknown as { session: Session }).session.set(
      CART,
      Array.from({ length: 1300 }, () => 1),
    );
    return {};
  });
  await browser.get('/fill');
  const reply = await send({ title: 'Tea', words: 'many', password: 'x' });
  expect((await open('/articles/new?x=1')).form === undefined || reply.status === 303).toBe(true);
  expect((await browser.get<{ cart: number[] }>('/cart')).body.cart).toHaveLength(1300);
});
