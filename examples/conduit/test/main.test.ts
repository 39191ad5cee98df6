import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, jest, test } from '@jest/globals';
import { onEachDatabase } from '../../../packages/data/test/support/databases.js';
import type { ArticlesReply } from '../src/articles/article-view.js';
import type { UserReply } from '../src/users/user-view.js';

/** Where `npm start` runs the compiled program, which `npm run build` makes. */
const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const SECRET = 'a secret that both of its processes have';

// Each test starts a process or two.
jest.setTimeout(60_000);

interface LogLine {
  readonly msg: string;
}

let server: ChildProcessByStdio<null, Readable, null>;
let url: string;

/** Starts the program, and waits until it listens; or, where it tells an account, until it has. */
async function start(databaseUrl: string, lastLine: RegExp, environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const { LOG_LEVEL: _, NODE_ENV: __, ...inherited } = process.env;
  const own = { HOST: '127.0.0.1', PORT: '0', DATABASE_URL: databaseUrl, AUTH_SECRET: SECRET, SESSION_SECRET: SECRET };
  server = spawn(process.execPath, ['--enable-source-maps', 'dist/main.js'], {
    cwd: FOLDER,
    env: { ...inherited, ...own, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(server.stdout)) {
    const { msg } = JSON.parse(line) as LogLine;
    url = /^Server listening at (\S+)$/.exec(msg)?.[1] ?? url;
    if (lastLine.test(msg)) {
      server.stdout.resume();
      return msg;
    }
  }
  throw new Error('The program has ended before it was ready.');
}

async function end(signal: NodeJS.Signals): Promise<unknown[]> {
  server.kill(signal);
  return once(server, 'close');
}

afterEach(() => {
  server.kill('SIGKILL');
});

async function ask<T>(method: string, path: string, body?: object, token?: string): Promise<[status: number, body: T]> {
  const reply = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Token ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return [reply.status, (await reply.json()) as T];
}

const countOf = async (): Promise<number> => (await ask<ArticlesReply>('GET', '/api/articles'))[1].articlesCount;

onEachDatabase('the program', ({ create }) => {
  test('begins with some articles, once, and tells an account to sign in with', async () => {
    const database = await create();
    const told = await start(database, /An account/);
    const [, email, password] = /: (\S+), (\S+)$/.exec(told) ?? [];
    const count = await countOf();
    expect(count).toBeGreaterThan(3);
    const [status, { user }] = await ask<UserReply>('POST', '/api/users/login', { user: { email, password } });
    expect([status, user.email]).toEqual([200, email]);
    expect(await (await fetch(url)).text()).toContain('Global Feed');
    expect(await end('SIGTERM')).toEqual([0, null]);

    await start(database, /An account/);
    expect(await countOf()).toBe(count);
  });

  test('begins with nothing in production', async () => {
    await start(await create(), /listening/, { NODE_ENV: 'production' });
    expect(await countOf()).toBe(0);
  });

  test('loses nothing that it has answered for when it is killed', async () => {
    const database = await create();
    await start(database, /listening/, { NODE_ENV: 'production' });
    const account = { username: 'ada', email: 'ada@example.org', password: 'a long password' };
    const [, { user }] = await ask<UserReply>('POST', '/api/users', { user: account });
    const answered: string[] = [];
    const article = { title: 'Kept', description: 'Kept', body: 'Kept' };
    // Many are being written when it is killed.
    const write = async (): Promise<void> => {
      for (;;) {
        const title = `Kept ${Math.random()}`;
        const [status] = await ask(
          'POST',
          '/api/articles',
          { article: { ...article, title, tagList: [title] } },
          user.token,
        );
        if (status === 201) answered.push(title);
      }
    };
    const writers = Promise.allSettled(Array.from({ length: 4 }, write));
    while (answered.length < 20) await new Promise((resolve) => setTimeout(resolve, 5));
    await end('SIGKILL');
    await writers;

    await start(database, /listening/, { NODE_ENV: 'production' });
    const kept = new Set<string>();
    for (let offset = 0; offset < answered.length + 10; offset += 100) {
      const [, { articles }] = await ask<ArticlesReply>('GET', `/api/articles?limit=100&offset=${offset}`);
      for (const { title, tagList } of articles) if (tagList.includes(title)) kept.add(title);
    }
    expect(answered.filter((title) => !kept.has(title))).toEqual([]);
  });
});
