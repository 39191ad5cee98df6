import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../chapter/free-port.ts';
import { ROOT } from '../workspace.ts';

/** How long the application may take to start, in milliseconds. */
const START_LIMIT_MS = 60_000;

/** How many articles the first page has no room for. */
const MANY = 25;

/** What breaks pages that do not look at what they show. */
export const HOSTILE = {
  username: `<img src=x onerror="window.hit=1">`,
  title: `</title><script>window.hit=2</script>`,
  description: `"><svg onload="window.hit=3">`,
  body: [
    '<script>window.hit=4</script>',
    '<img src=x onerror="window.hit=5">',
    '[a link](javascript:window.hit=6)',
    '![a picture](data:text/html,<script>window.hit=7</script>)',
    '[another](//evil.example/)',
    '`</code><script>window.hit=8</script>`',
  ].join('\n\n'),
  tag: `'"><script>window.hit=9</script>`,
  bio: `</p><iframe src="javascript:parent.hit=10"></iframe>`,
  image: 'javascript:window.hit=11',
  comment: `<a href="javascript:window.hit=12">come here</a>{{7*7}}<%= 7*7 %>`,
};

/** Conduit as `npm start` runs it. */
export class Site implements AsyncDisposable {
  readonly url: string;
  readonly #server: ChildProcess;

  constructor(url: string, server: ChildProcess) {
    this.url = url;
    this.#server = server;
  }

  /** Lets somebody write many articles, and somebody else what is not good, by the API. */
  async fill(): Promise<void> {
    const jean = await this.#join('jean');
    for (let number = 1; number <= MANY; number++) await this.#write(jean, { title: `Number ${number}` });
    const { username, title, description, body, tag, bio, image, comment } = HOSTILE;
    const mallory = await this.#join(username);
    await this.#ask('PUT', '/user', { user: { bio, image } }, mallory);
    const slug = await this.#write(mallory, { title, description, body, tagList: [tag] });
    await this.#ask('POST', `/articles/${slug}/comments`, { comment: { body: comment } }, mallory);
  }

  async #join(username: string): Promise<string> {
    const email = `${Math.random().toString(36).slice(2)}@example.org`;
    const { user } = await this.#ask<{ readonly user: { readonly token: string } }>('POST', '/users', {
      user: { username, email, password: 'a long password' },
    });
    return user.token;
  }

  async #write(token: string, article: object): Promise<string> {
    const texts = { description: 'One of many.', body: 'Its text.', ...article };
    const reply = await this.#ask<{ readonly article: { readonly slug: string } }>(
      'POST',
      '/articles',
      { article: texts },
      token,
    );
    return reply.article.slug;
  }

  async #ask<T>(method: string, path: string, body: object, token?: string): Promise<T> {
    const reply = await fetch(`${this.url}/api${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Token ${token}` }),
      },
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as T;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.exitCode !== null) return;
    const ended = once(this.#server, 'close');
    this.#server.kill('SIGTERM');
    await ended;
  }
}

/** Starts it with demo content, and waits until it is there. */
export async function startSite(databaseUrl: string): Promise<Site> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { NODE_ENV: _, ...inherited } = process.env;
  const server = spawn(process.execPath, ['--enable-source-maps', 'dist/main.js'], {
    cwd: join(ROOT, 'examples', 'conduit'),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...inherited, DATABASE_URL: databaseUrl, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'error' },
  });
  process.on('exit', () => server.kill('SIGKILL'));
  const end = performance.now() + START_LIMIT_MS;
  while (performance.now() < end) {
    if (server.exitCode !== null) throw new Error(`The application has ended with ${server.exitCode}.`);
    const reply = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (reply?.ok === true) return new Site(url, server);
    await setTimeout(50);
  }
  throw new Error('The application is not ready.');
}
