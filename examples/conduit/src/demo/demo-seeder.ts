import type { Seeder } from '@tenon/data';
import { Injectable } from '@tenon/http';
import { Articles } from '../articles/articles.js';
import { Favorites } from '../articles/favorites.js';
import { Comments } from '../comments/comments.js';
import { Profiles } from '../profiles/profiles.js';
import { Accounts } from '../users/accounts.js';
import type { User } from '../users/user.js';
import { ARTICLES, DEMO_ACCOUNT, FOLLOWS, USERS } from './demo-content.js';

/** Fills a new database with something to look at, by the services that requests use. */
@Injectable()
export class DemoSeeder implements Seeder {
  constructor(
    private readonly accounts: Accounts,
    private readonly profiles: Profiles,
    private readonly articles: Articles,
    private readonly favorites: Favorites,
    private readonly comments: Comments,
  ) {}

  /** Does nothing where it has been done. It runs in a transaction: all of it is there afterwards, or nothing. */
  async run(): Promise<void> {
    if (await this.accounts.isTaken(DEMO_ACCOUNT.username)) return;
    const users = new Map<string, User>();
    for (const { bio, ...account } of USERS) {
      const user = await this.accounts.register(account);
      await this.accounts.change(user, { bio });
      users.set(user.username, user);
    }
    const named = (name: string): User => users.get(name)!;
    for (const [follower, followed] of FOLLOWS) await this.profiles.follow(named(follower), named(followed));
    for (const { author, likedBy, comments, ...input } of ARTICLES) {
      const article = await this.articles.write(named(author), input);
      for (const name of likedBy) await this.favorites.add(named(name), article);
      for (const [name, body] of comments) await this.comments.write(named(name), article, { body });
    }
  }
}
