import { type AbstractClass, Injectable, type SubjectLoader, type SubjectResolver } from '@tenon/http';
import { ABOUT } from '../conduit-errors.js';
import { Article } from './article.js';
import { Articles } from './articles.js';

/** Loads the article that a path names, where a policy is asked about it. */
@Injectable()
export class ArticleSubjects implements SubjectResolver {
  constructor(private readonly articles: Articles) {}

  loaderOf(type: AbstractClass, property: string): SubjectLoader | undefined {
    if (type !== Article || property !== 'slug') return undefined;
    return (slug, context) => {
      context.set(ABOUT, 'article');
      return this.articles.find(slug);
    };
  }
}
