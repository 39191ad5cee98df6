import { EntityManager } from '@tenon/data';
import { Injectable } from '@tenon/http';
import { User } from '../users/user.js';
import { Article } from './article.js';
import { Favorite } from './favorite.js';

/** What readers like. */
@Injectable()
export class Favorites {
  constructor(private readonly em: EntityManager) {}

  /** However often, and from however many places at once: there is one favourite. */
  async add(user: User, article: Article): Promise<void> {
    await this.em.qb(Favorite).insert({ user, article }).onConflict().ignore().execute();
  }

  async remove(user: User, article: Article): Promise<void> {
    await this.em.nativeDelete(Favorite, { user, article });
  }
}
