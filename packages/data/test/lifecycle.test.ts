import { expect, test } from '@jest/globals';
import { createContext, Injectable, Module, type OnInit, type OnShutdown } from '@tenon/core';
import { Database, EntityRepository, InjectRepository, Transactional } from '@tenon/data';
import { testDatabase } from '@tenon/data/testing';
import { Author, blogData } from './support/blog.js';

test('connects before whoever uses data is begun, and closes behind them', async () => {
  let left = 0;

  @Injectable()
  class Authors implements OnInit, OnShutdown {
    constructor(@InjectRepository(Author) private readonly authors: EntityRepository<Author>) {}

    @Transactional()
    async onInit(): Promise<void> {
      this.authors.create({ email: 'ada@example.org' });
    }

    @Transactional({ readOnly: true })
    async onShutdown(): Promise<void> {
      left = await this.authors.count();
    }
  }

  @Module({ imports: [blogData('sqlite:unused.db')], providers: [Authors] })
  class AppModule {}
  const context = await createContext(AppModule, { override: [testDatabase({ url: 'sqlite:' })] });
  const database = context.get(Database);
  await database.ping();
  await context.close();
  expect(left).toBe(1);
  await expect(database.ping()).rejects.toThrow('TENON_DATA_CLOSED');
});
