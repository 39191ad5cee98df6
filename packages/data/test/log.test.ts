import { expect, test } from '@jest/globals';
import { ConfigModule } from '@tenon/config';
import { Database, EntityManager } from '@tenon/data';
import { testDatabase } from '@tenon/data/testing';
import { Controller, createApp, Get, Module } from '@tenon/http';
import { Author, blogData } from './support/blog.js';

@Controller()
class AuthorController {
  constructor(private readonly em: EntityManager) {}

  @Get('/one-by-one')
  async oneByOne(): Promise<void> {
    for (let id = 1; id <= 12; id++) await this.em.findOne(Author, { id, email: 'secret@example.org' });
  }

  @Get('/nothing')
  nothing(): void {}
}

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly url?: string;
  readonly sql?: string;
  readonly queries?: number;
}

async function linesOf(variables: Record<string, string>, environment: string | undefined): Promise<Line[]> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = environment;
  try {
    @Module({
      imports: [ConfigModule.with({ environment: variables }), blogData()],
      controllers: [AuthorController],
    })
    class AppModule {}
    const lines: Line[] = [];
    const write = (line: string): void => void lines.push(JSON.parse(line) as Line);
    await using app = await createApp(AppModule, {
      logger: { pretty: false, level: 'info', destination: { write } },
      override: [testDatabase()],
    });
    const { url } = app.get(Database);
    expect(url).toMatch(/^sqlite:/);
    await app.inject({ url: '/one-by-one', headers: { host: 'localhost' } });
    await app.inject({ url: '/nothing', headers: { host: 'localhost' } });
    return lines;
  } finally {
    process.env['NODE_ENV'] = before;
  }
}

test('counts the queries of each request in its line', async () => {
  const lines = await linesOf({}, 'production');
  expect(lines.find(({ url }) => url === '/one-by-one')?.queries).toBe(12);
  expect(lines.find(({ url }) => url === '/nothing')).not.toHaveProperty('queries');
  expect(lines.filter(({ level }) => level >= 40)).toEqual([]);
});

test('warns in development of a request that runs one query again and again', async () => {
  const lines = await linesOf({}, 'development');
  const warnings = lines.filter(({ level }) => level === 40);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]?.msg).toMatch('the same query 10 times');
  expect(warnings[0]?.sql).toMatch('from `author`');
  expect(JSON.stringify(lines)).not.toContain('secret@example.org');
});

test('tells slow queries, without their values', async () => {
  const lines = await linesOf({ DATABASE_SLOW_QUERY_MS: '0' }, 'production');
  const slow = lines.filter(({ msg }) => /^A query took \d+ ms\.$/.test(msg));
  expect(slow.length).toBeGreaterThanOrEqual(12);
  expect(JSON.stringify(lines)).not.toContain('secret@example.org');
});
