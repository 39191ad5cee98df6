import { beforeAll } from '@jest/globals';
import { Database, DatabaseConfig } from '@tenon/data';
import { provide } from '@tenon/http';
import { createTestApp, type TestApp, type TestReply } from '@tenon/testing';
import { onEachDatabase } from '../../../../packages/data/test/support/databases.js';
import { APP_OPTIONS } from '../../src/app-options.js';
import { AppModule } from '../../src/app.module.js';
import type { ArticleReply, ArticlesReply, ArticleView } from '../../src/articles/article-view.js';
import type { UserReply } from '../../src/users/user-view.js';

type Method = 'get' | 'post' | 'put' | 'delete';

/** Somebody who asks: with a token, once they have joined. */
export class Person {
  readonly #app: TestApp;
  readonly name: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(app: TestApp, name: string, token?: string) {
    this.#app = app;
    this.name = name;
    this.#headers = token === undefined ? {} : { authorization: `Token ${token}` };
  }

  /** Asks at `/api`. */
  ask<T>(method: Method, path: string, body?: unknown): PromiseLike<TestReply<T>> {
    return this.#app[method]<T>(`/api${path}`, { headers: this.#headers, ...(body !== undefined && { body }) });
  }

  /** Writes an article, and gives it. */
  async write(article: object = {}): Promise<ArticleView> {
    const texts = { title: 'A title', description: 'About it', body: 'Its text', ...article };
    const { body } = await this.ask<ArticleReply>('post', '/articles', { article: texts });
    return body.article;
  }

  async list(path: string): Promise<ArticlesReply> {
    const { body } = await this.ask<ArticlesReply>('get', path);
    return body;
  }
}

/** The application upon an empty database, and those who ask it. */
export class Conduit {
  #joined = 0;

  constructor(readonly app: TestApp) {}

  /** Who has not signed in. */
  get guest(): Person {
    return new Person(this.app, 'a guest');
  }

  /** Somebody of a name that nobody else has. */
  async join(): Promise<Person> {
    const name = `person-${++this.#joined}`;
    const user = { username: name, email: `${name}@example.org`, password: 'a long password' };
    const { body } = await this.guest.ask<UserReply>('post', '/users', { user });
    return new Person(this.app, name, body.user.token);
  }

  /** Counts the queries of some work. */
  async queriesOf(work: () => PromiseLike<unknown>): Promise<number> {
    const logger = this.app.get(Database).orm.config.getLogger();
    let count = 0;
    const kept = logger.logQuery.bind(logger);
    logger.logQuery = () => void count++;
    await work();
    logger.logQuery = kept;
    return count;
  }
}

/** Describes the application on both databases. Each file has one of its own, which its tests share. */
export function onConduit(title: string, tests: (conduit: () => Conduit) => void): void {
  onEachDatabase(title, ({ create }) => {
    let conduit: Conduit;
    beforeAll(async () => {
      const config = Object.assign(new DatabaseConfig(), { url: await create(), migrations: 'apply' as const });
      const app = await createTestApp(AppModule, {
        ...APP_OPTIONS,
        override: [provide(DatabaseConfig, { useValue: config })],
      });
      conduit = new Conduit(app);
    });
    tests(() => conduit);
  });
}
