import { Policy } from '@tenon/auth';
import { User } from '../users/user.js';
import { Article } from './article.js';

@Policy(Article)
export class ArticlePolicy {
  change(user: User, article: Article): boolean {
    return article.author === user;
  }

  remove(user: User, article: Article): boolean {
    return article.author === user;
  }
}
