/*
 * Fills a database by the services of examples/conduit, and prints what the load needs to know:
 * `node dist/fill.js DATABASE_URL`.
 */
import 'reflect-metadata';
import { setEnvironment } from './environment.js';
import type { Content } from './jobs.js';

const [, , url = ''] = process.argv;
setEnvironment(url);
const { ConsoleLogger, createContext } = await import('@tenon/core');
const { Database } = await import('@tenon/data');
const { AppModule } = await import('../../../examples/conduit/dist/app.module.js');
const { Articles } = await import('../../../examples/conduit/dist/articles/articles.js');
const { Favorites } = await import('../../../examples/conduit/dist/articles/favorites.js');
const { Profiles } = await import('../../../examples/conduit/dist/profiles/profiles.js');
const { Accounts } = await import('../../../examples/conduit/dist/users/accounts.js');

const USERS = 20;
const ARTICLES = 200;
const TAGS = ['wood', 'joints', 'machines', 'history', 'radio', 'glue', 'iron', 'saws', 'planes', 'oak'];

await using context = await createContext(AppModule, { logger: new ConsoleLogger({ level: 'error' }) });
const database = context.get(Database);
await database.orm.schema.create();

const content = await database.transaction(async (): Promise<Content> => {
  const accounts = context.get(Accounts);
  const users = [];
  for (let index = 0; index < USERS; index++) {
    const username = `user-${index}`;
    users.push(await accounts.register({ username, email: `${username}@example.org`, password: 'a long password' }));
  }
  const [reader] = users as [(typeof users)[number]];
  for (const user of users.slice(1, 10)) await context.get(Profiles).follow(reader, user);
  let slug = '';
  for (let index = 0; index < ARTICLES; index++) {
    const article = await context.get(Articles).write(users[index % USERS]!, {
      title: `Article ${index} about something that is made by hand`,
      description: 'What it is about, in a sentence of some length, as they mostly are.',
      body: 'A paragraph of the text, which is a bit longer than the sentence above it.\n\n'.repeat(20),
      tagList: [0, 3, 7].map((offset) => TAGS[(index + offset) % TAGS.length]!),
    });
    for (let count = 0; count < 5; count++) await context.get(Favorites).add(users[(index + count) % USERS]!, article);
    slug = article.slug;
  }
  const { user } = await accounts.show(reader);
  return { slug, token: user.token };
});
process.stdout.write(JSON.stringify(content));
