import { Controller, Delete, HttpCode, Param, Post, Returns, UseGuards } from '@tenon/http';
import { CurrentUser, SignedIn } from '../auth.js';
import { User } from '../users/user.js';
import { ArticleReply } from './article-view.js';
import { ArticleViews } from './article-views.js';
import { Articles } from './articles.js';
import { Favorites } from './favorites.js';

@Controller('/api/articles/:slug/favorite')
@UseGuards(SignedIn)
export class FavoritesController {
  constructor(
    private readonly articles: Articles,
    private readonly favorites: Favorites,
    private readonly views: ArticleViews,
  ) {}

  @Post()
  @HttpCode(200)
  @Returns(ArticleReply)
  async add(@Param('slug') slug: string, @CurrentUser() reader: User) {
    const article = await this.articles.find(slug);
    await this.favorites.add(reader, article);
    return this.views.of(article, reader);
  }

  @Delete()
  @Returns(ArticleReply)
  async remove(@Param('slug') slug: string, @CurrentUser() reader: User) {
    const article = await this.articles.find(slug);
    await this.favorites.remove(reader, article);
    return this.views.of(article, reader);
  }
}
