import type { TestApp, TestReply } from '@tenon/testing';

/** Somebody with a browser: it keeps cookies, sends the forms of pages, and goes where replies lead. */
export class Visitor {
  readonly #app: TestApp;
  readonly #cookies = new Map<string, string>();

  constructor(app: TestApp) {
    this.#app = app;
  }

  /** Opens a page. */
  async open(url: string): Promise<TestReply<string>> {
    return this.#take(await this.#app.get<string>(url, this.#options));
  }

  /**
   * Fills in a form, and sends it.
   *
   * @param page - the page that it stands on
   * @param fields - what is typed. Default: nothing
   * @param action - where the form leads. Default: to the page itself
   */
  async send(page: string, fields: Record<string, string> = {}, action = page): Promise<TestReply<string>> {
    const { body } = await this.open(page);
    const form = body.split('<form').find((each) => each.includes(`action="${action}`)) ?? '';
    const [, target = action] = /action="([^"]+)"/.exec(form) ?? [];
    const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(form) ?? [];
    const filled = new URLSearchParams({ _csrf: token, ...fields });
    return this.#take(await this.#app.post<string>(target, { ...this.#options, body: filled }));
  }

  /** Joins, and is signed in. */
  async signUp(name: string): Promise<TestReply<string>> {
    return this.send('/sign-up', { name, email: `${name}@example.org`, password: 'a long password' });
  }

  get #options() {
    return { headers: { accept: 'text/html' }, cookies: Object.fromEntries(this.#cookies) };
  }

  async #take(reply: TestReply<string>): Promise<TestReply<string>> {
    for (const { name, value, maxAge } of reply.cookies) {
      if (maxAge === 0) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return reply.status === 303 ? this.open(String(reply.headers.location)) : reply;
  }
}
