import { Injectable } from '@tenon/core';
import { EntityRepository, InjectRepository, Transactional } from '@tenon/data';
import { Article, ArticleRepository, Author } from '../support/blog.js';

@Injectable()
export class Blog {
  constructor(
    @InjectRepository(Author) readonly authors: EntityRepository<Author>,
    @InjectRepository(Article) readonly articles: ArticleRepository,
    // @ts-expect-error -- a repository of articles is none of authors
    @InjectRepository(Article) readonly wrong: EntityRepository<Author>,
    // @ts-expect-error -- authors have no repository of their own
    @InjectRepository(Author) readonly missing: ArticleRepository,
  ) {}

  @Transactional()
  async waitsFor(): Promise<number> {
    return 1;
  }

  @Transactional({ propagation: 'nested', readOnly: true, isolationLevel: 'serializable' })
  gives(id: number): Promise<Author | null> {
    return this.authors.findOne(id);
  }

  // @ts-expect-error -- a transaction cannot end before a method that gives no promise
  @Transactional()
  atOnce(): number {
    return 1;
  }

  // @ts-expect-error -- there is no such propagation
  @Transactional({ propagation: 'supports' })
  async misspelled(): Promise<void> {}

  // @ts-expect-error -- a property is no method
  @Transactional()
  property = 1;
}
