import { type CheerioAPI, load } from 'cheerio';
import type { TestApp, TestReply } from '@tenon/testing';

/** What Chromium sends for pages. */
const ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

type Fields = Readonly<Record<string, string>>;

/** Somebody with a browser that keeps cookies, follows redirects and sends forms as they stand in the page. */
export class Visitor {
  readonly #app: TestApp;
  readonly cookies: Record<string, string> = {};
  /** The page that is shown. */
  $: CheerioAPI = load('');
  status = 0;
  /** Where it is, with its query. */
  url = '/';
  /** The whole reply. */
  reply: TestReply | undefined;

  constructor(app: TestApp) {
    this.#app = app;
  }

  /** Opens a page. */
  async open(url: string): Promise<this> {
    await this.#take(url, await this.#app.get(url, this.#options()));
    return this;
  }

  /** Sends the form that a selector finds, or in which what it finds stands, with some of its fields changed. */
  async send(selector: string, fields: Fields = {}): Promise<this> {
    const { action, body } = this.form(selector);
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return this.post(action, body);
  }

  /** Gives a form of the page: where it leads, and what it would send. */
  form(selector: string): { readonly action: string; readonly body: URLSearchParams } {
    const { $ } = this;
    const found = $(selector).first();
    const id = found.attr('form');
    const form = id === undefined ? found.closest('form') : $(`form#${id}`);
    if (form.length === 0) throw new Error(`There is no form at ${selector} in ${this.url}.`);
    const pairs = form.serializeArray().map(({ name, value }): [string, string] => [name, value]);
    return { action: form.attr('action') ?? this.url, body: new URLSearchParams(pairs) };
  }

  async post(url: string, body: URLSearchParams): Promise<this> {
    await this.#take(url, await this.#app.post(url, { ...this.#options(), body }));
    return this;
  }

  /** Joins by the form. */
  async join(username: string): Promise<this> {
    await this.open('/register');
    return this.send('form button:contains("Sign up")', {
      username,
      email: `${username}@example.org`,
      password: 'a long password',
    });
  }

  /** Writes an article by the form, and gives the path of its page. */
  async write(fields: Fields = {}): Promise<string> {
    await this.open('/editor');
    await this.send('button:contains("Publish Article")', {
      title: 'A title',
      description: 'About it',
      body: 'Its text',
      ...fields,
    });
    return this.url;
  }

  /** What a selector finds, as a reader sees it. */
  text(selector: string): string {
    return this.$(selector).text().replaceAll(/\s+/g, ' ').trim();
  }

  texts(selector: string): string[] {
    return this.$(selector)
      .toArray()
      .map((each) => this.$(each).text().replaceAll(/\s+/g, ' ').trim());
  }

  #options() {
    const headers = { accept: ACCEPT, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' };
    return { headers, cookies: { ...this.cookies } };
  }

  async #take(url: string, first: TestReply): Promise<void> {
    let reply = first;
    this.url = url;
    for (let redirects = 0; ; redirects++) {
      for (const { name, value, maxAge, expires } of reply.cookies) {
        if (maxAge === 0 || (expires && expires.getTime() <= Date.now())) delete this.cookies[name];
        else this.cookies[name] = value;
      }
      const { location } = reply.headers;
      if (location === undefined) break;
      if (redirects === 5) throw new Error(`${url} leads in circles.`);
      this.url = location;
      reply = await this.#app.get(this.url, this.#options());
    }
    this.reply = reply;
    this.status = reply.status;
    this.$ = load(reply.text);
  }
}
