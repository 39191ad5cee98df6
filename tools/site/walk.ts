import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { HOSTILE } from './start-site.ts';

/** How long one thing may take, in milliseconds: the machine may be a busy one. */
const PATIENCE = 60_000;

export interface WalkOptions {
  readonly url: string;
  readonly hasScripts: boolean;
  /** The file of axe. */
  readonly axe: string;
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** Somebody's way through the site: a guest first, who joins, writes, likes, follows, and leaves. */
export class Walk {
  readonly #context: BrowserContext;
  readonly #options: WalkOptions;
  readonly #axe: string;
  readonly faults: string[] = [];
  steps = 0;
  pages = 0;
  #page!: Page;

  constructor(context: BrowserContext, options: WalkOptions) {
    this.#context = context;
    this.#options = options;
    this.#axe = readFileSync(options.axe, 'utf8');
  }

  async through(): Promise<void> {
    this.#context.setDefaultTimeout(PATIENCE);
    this.#listen();
    this.#page = await this.#context.newPage();
    const name = this.#options.hasScripts ? 'scripted' : 'plain';
    await this.#asGuest();
    await this.#join(name);
    const article = await this.#write(name);
    await this.#comment(article);
    await this.#readOthers(name);
    await this.#changeSettings(name);
    await this.#leaveAndComeBack(name);
    await this.#remove(article);
    await this.#seeHostile();
    await this.#seeErrors();
  }

  /** Notes what no page may do. */
  #listen(): void {
    const { url } = this.#options;
    this.#context.on('console', (message) => {
      // That the page itself has a status such as 422 is meant.
      if (message.type() === 'error' && !/status of 4(?:01|03|04|09|22)/.test(message.text()))
        this.faults.push(`${message.text()} (${message.location().url})`);
    });
    this.#context.on('weberror', (error) => this.faults.push(String(error.error())));
    this.#context.on('dialog', (dialog) => {
      this.faults.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    this.#context.on('request', (request) => {
      const address = request.url();
      if (!address.startsWith(`${url}/`)) this.faults.push(`asks ${address}`);
    });
  }

  async #asGuest(): Promise<void> {
    await this.#open('/');
    await this.#sees('nav.navbar', 'a.navbar-brand', '.banner', '.container', '.feed-toggle', '.sidebar .tag-list');
    await this.#sees('a.nav-link:has-text("Home")', 'a.nav-link:has-text("Global Feed")', '.article-preview');
    await this.#sees('.article-preview .article-meta a.author', 'a.preview-link', 'span.tag-default.tag-pill');
    await this.#seesNot('a.nav-link:has-text("Your Feed")', '.user-pic');
    assert.equal(await this.#find('.pagination .page-item.active').innerText(), '1');
    await this.#follow('.pagination .page-item:has-text("2") a', /\/\?page=2$/);
    assert.equal(await this.#find('.page-item.active').innerText(), '2');
    await this.#open('/?page=999999999');
    await this.#sees('.empty-feed-message', '.pagination .page-item');
    await this.#open('/');
    await this.#follow('.sidebar .tag-pill:has-text("joints")', '/tag/joints');
    await this.#sees('.article-preview:has-text("joints")', '.feed-toggle .nav-link.active:has-text("joints")');
    await this.#follow('a.preview-link', /\/article\//);
    await this.#sees('.article-page', '.article-content', '.article-meta', 'h1', '.card .card-block');
    await this.#sees('.comment-author-img', 'button:has-text("Favorite Article")', 'button:has-text("Follow")');
    await this.#seesNot('.comment-form', '.mod-options', 'button:has-text("Delete Article")');
    await this.#press('button:has-text("Favorite Article")', /\/login\?next=/);
    await this.#sees('h1:has-text("Sign in")');
  }

  async #join(name: string): Promise<void> {
    await this.#open('/register');
    await this.#sees('h1:has-text("Sign up")');
    await this.#fill({ username: 'ada', email: `${name}@example.org`, password: 'a long password' });
    await this.#press('button:has-text("Sign up")', '/register');
    await this.#sees('ul.error-messages li', 'input[name="username"][aria-invalid="true"]');
    assert.equal(await this.#find('input[name="email"]').inputValue(), `${name}@example.org`);
    assert.equal(await this.#find('input[name="password"]').inputValue(), '');
    await this.#look();
    await this.#fill({ username: name, password: 'a long password' });
    await this.#press('button:has-text("Sign up")', '/');
    await this.#sees('.flash', '.user-pic[src*="default-avatar.svg"]', 'a.nav-link:has-text("Your Feed")');
    await this.#look();
    if (this.#options.hasScripts) {
      const state = await this.#page.evaluate(
        '(({ getToken, getAuthState, getCurrentUser }) => [getToken(), getAuthState(), getCurrentUser()])(window.__conduit_debug__)',
      );
      const user = { username: name, email: `${name}@example.org`, bio: null, image: null, token: null };
      assert.deepEqual(state, [null, 'authenticated', user]);
    }
    await this.#follow('a.nav-link:has-text("Your Feed")', '/?feed=following');
    await this.#sees('.empty-feed-message');
  }

  /** Writes an article, changes it, and gives its path. */
  async #write(name: string): Promise<string> {
    await this.#open('/editor');
    await this.#fill({ title: `Written ${name}`, description: 'On the way', body: '# A part\n\n**Strong** `code`' });
    const tags = this.#find('input[placeholder="Enter tags"]');
    if (this.#options.hasScripts) {
      for (const tag of ['walking', 'writing']) {
        await tags.fill(tag);
        await tags.press('Enter');
      }
      await this.#sees('.tag-list .tag-pill:has-text("walking")');
      await this.#look();
    } else await tags.fill('walking, writing');
    await this.#press('button:has-text("Publish Article")', /\/article\//);
    await this.#sees('.article-content strong', '.article-content h2', '.tag-pill:has-text("writing")');
    await this.#sees('a:has-text("Edit Article")', 'button:has-text("Delete Article")');
    await this.#follow('a:has-text("Edit Article")', /\/editor\//);
    assert.equal(await this.#find('textarea[name="body"]').inputValue(), '# A part\n\n**Strong** `code`');
    await this.#fill({ title: `Changed ${name}` });
    await this.#press('button:has-text("Publish Article")', /\/article\/changed-/);
    assert.equal(await this.#find('h1').innerText(), `Changed ${name}`);
    await this.#sees('.tag-pill:has-text("walking")', '.tag-pill:has-text("writing")');
    return new URL(this.#page.url()).pathname;
  }

  async #comment(article: string): Promise<void> {
    const posted = '.card:not(.comment-form) .card-block';
    await this.#open(article);
    await this.#find('textarea[placeholder="Write a comment..."]').fill('A thought');
    await this.#press('button:has-text("Post Comment")', article);
    assert.deepEqual(await this.#find(posted).allInnerTexts(), ['A thought']);
    await this.#look();
    await this.#press('.mod-options .ion-trash-a', article);
    await this.#seesNot(posted);
    // What the browser itself would not send, is refused by the page.
    await this.#find('.comment-form form').evaluate((form) => form.setAttribute('novalidate', ''));
    await this.#press('button:has-text("Post Comment")', /\/comments$/);
    await this.#sees('ul.error-messages', 'textarea[name="body"][aria-invalid="true"]');
    await this.#look();
  }

  async #readOthers(name: string): Promise<void> {
    await this.#open('/tag/joints');
    await this.#follow('a.preview-link', /\/article\//);
    const article = new URL(this.#page.url()).pathname;
    await this.#press('.actions button.btn-outline-primary', article);
    await this.#sees('.actions button.btn-primary:has-text("Unfavorite")');
    await this.#press('button:has-text("Follow ada")', article);
    await this.#sees('button:has-text("Unfollow ada")');
    await this.#look();
    await this.#open('/?feed=following');
    await this.#sees('.article-preview a.author:has-text("ada")');
    await this.#open(`/profile/${name}`);
    await this.#sees('.profile-page .user-info', '.user-img[src*="default-avatar.svg"]');
    await this.#sees('a:has-text("Edit Profile Settings")');
    await this.#follow('a:has-text("Favorited")', `/profile/${name}/favorites`);
    await this.#sees('.article-preview:has-text("ada")', '.article-preview button.btn-primary');
    await this.#press('.article-preview button.btn-primary', `/profile/${name}/favorites`);
    await this.#sees('.empty-feed-message');
    await this.#open('/profile/ada');
    await this.#press('button:has-text("Unfollow ada")', '/profile/ada');
    await this.#sees('button:text-is("Follow ada")');
  }

  async #changeSettings(name: string): Promise<void> {
    await this.#open('/settings');
    await this.#fill({ bio: 'Walks.\nWrites.', image: 'nonsense' });
    await this.#find('form:has([name="bio"])').evaluate((form) => form.setAttribute('novalidate', ''));
    await this.#press('button:has-text("Update Settings")', '/settings?_method=PUT');
    await this.#sees('ul.error-messages', 'input[name="image"][aria-invalid="true"]');
    await this.#look();
    await this.#fill({ image: `${this.#options.url}/favicon.svg` });
    await this.#press('button:has-text("Update Settings")', `/profile/${name}`);
    assert.equal(await this.#find('.user-info p').innerText(), 'Walks.\nWrites.');
    await this.#sees('.user-img[src$="/favicon.svg"]');
  }

  async #leaveAndComeBack(name: string): Promise<void> {
    await this.#open('/settings');
    await this.#press('button.btn-outline-danger:has-text("Or click here to logout")', '/');
    await this.#sees('a.nav-link:has-text("Sign in")');
    await this.#open('/settings');
    await this.#sees('h1:has-text("Sign in")');
    await this.#fill({ email: `${name}@example.org`, password: 'a wrong password' });
    await this.#press('button:has-text("Sign in")', '/login');
    await this.#sees('ul.error-messages li');
    await this.#look();
    await this.#fill({ password: 'a long password' });
    await this.#press('button:has-text("Sign in")', '/settings');
    assert.equal(await this.#find('input[name="username"]').inputValue(), name);
  }

  async #remove(article: string): Promise<void> {
    await this.#open(article);
    await this.#press('button:has-text("Delete Article")', '/');
    await this.#sees('.flash');
  }

  /** Opens all that shows what somebody has written who means no good. */
  async #seeHostile(): Promise<void> {
    const { username, tag, title } = HOSTILE;
    await this.#open(`/profile/${encodeURIComponent(username)}`);
    await this.#sees('.user-img[src*="default-avatar.svg"]');
    await this.#open(`/tag/${encodeURIComponent(tag)}`);
    assert.equal(await this.#find('.preview-link h2').innerText(), title);
    await this.#follow('a.preview-link', /\/article\//);
    assert.equal(await this.#find('h1').innerText(), title);
    for (const { text, href } of await this.#find('.article-content a').evaluateAll((links) =>
      links.map((link) => ({ text: link.textContent, href: link.getAttribute('href') })),
    ))
      assert.equal(href, null, text);
    assert.equal(await this.#page.evaluate('window.hit'), undefined);
  }

  async #seeErrors(): Promise<void> {
    for (const [path, text] of [
      ['/nowhere', 'not here'],
      ['/article/nowhere', 'not here'],
      ['/?page=none', 'page'],
    ] as const) {
      await this.#open(path);
      await this.#sees('nav.navbar', `main:has-text("${text}")`);
    }
  }

  #find(selector: string): Locator {
    return this.#page.locator(selector);
  }

  async #open(path: string): Promise<void> {
    this.steps++;
    await this.#page.goto(path);
    await this.#look();
  }

  async #sees(...selectors: readonly string[]): Promise<void> {
    for (const selector of selectors) await this.#find(selector).first().waitFor();
  }

  async #seesNot(...selectors: readonly string[]): Promise<void> {
    for (const selector of selectors) assert.equal(await this.#find(selector).count(), 0, selector);
  }

  async #fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(fields)) await this.#find(`[name="${name}"]`).fill(value);
  }

  /** Goes by a link. */
  async #follow(selector: string, to: string | RegExp): Promise<void> {
    await this.#press(selector, to);
    await this.#look();
  }

  /** Clicks at something, and waits for the page that comes of it. */
  async #press(selector: string, to: string | RegExp): Promise<void> {
    this.steps++;
    const came = this.#page.waitForEvent('domcontentloaded');
    await this.#find(selector).first().click();
    await came;
    const { pathname, search } = new URL(this.#page.url());
    if (typeof to === 'string') assert.equal(pathname + search, to);
    else assert.match(pathname + search, to);
  }

  /** Lets axe look at the page, as it looks by day and by night, on a desk and on a telephone. */
  async #look(): Promise<void> {
    // Without scripts axe has no timers and never ends; what it would see is the same.
    if (!this.#options.hasScripts) return;
    this.pages++;
    const page = this.#page;
    for (const [colorScheme, width] of [
      ['light', 1200],
      ['dark', 390],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate(this.#axe);
      const { violations } = await page.evaluate<AxeResults>('axe.run()');
      for (const { id, nodes } of violations)
        for (const { html, failureSummary } of nodes)
          this.faults.push(`${page.url()} (${colorScheme}): ${id} at ${html}: ${failureSummary}`);
      const isWide = await page.evaluate<boolean>(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      );
      if (isWide) this.faults.push(`${page.url()} is wider than ${width} pixels`);
    }
    await page.setViewportSize({ width: 1200, height: 800 });
  }
}
