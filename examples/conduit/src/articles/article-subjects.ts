import { type AbstractClass, Injectable, type SubjectLoader, type SubjectResolver } from '@tenon/http';
import { Article } from './article.js';
import { Articles } from './articles.js';

/** Loads the article that a path names, where a policy is asked about it. */
@Injectable()
export class ArticleSubjects implements SubjectResolver {
  constructor(private readonly articles: Articles) {}

  loaderOf(type: AbstractClass, property: string): SubjectLoader | undefined {
    return type === Article && property === 'slug' ? (slug) => this.articles.find(slug) : undefined;
  }
}
