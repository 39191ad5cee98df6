import { Subject } from '@tenon/auth';
import { Body, Controller, Delete, Get, Param, Post, Put, Query, Returns, UseGuards } from '@tenon/http';
import { CurrentUser, MaybeSignedIn, SignedIn } from '../auth.js';
import { Can } from '../policies.js';
import { User } from '../users/user.js';
import { Article } from './article.js';
import { ArticleChanges, ArticleQuery, NewArticle, PageQuery } from './article-input.js';
import { ArticleReply, ArticlesReply } from './article-view.js';
import { ArticleViews } from './article-views.js';
import { Articles } from './articles.js';

@Controller('/api/articles')
export class ArticlesController {
  constructor(
    private readonly articles: Articles,
    private readonly views: ArticleViews,
  ) {}

  @Get()
  @UseGuards(MaybeSignedIn)
  @Returns(ArticlesReply)
  async list(@Query() query: ArticleQuery, @CurrentUser({ optional: true }) reader?: User) {
    return this.views.ofPage(await this.articles.list(query), reader);
  }

  @Get('/feed')
  @UseGuards(SignedIn)
  @Returns(ArticlesReply)
  async feed(@Query() page: PageQuery, @CurrentUser() reader: User) {
    return this.views.ofPage(await this.articles.feed(reader, page), reader);
  }

  @Get('/:slug')
  @UseGuards(MaybeSignedIn)
  @Returns(ArticleReply)
  async show(@Param('slug') slug: string, @CurrentUser({ optional: true }) reader?: User) {
    return this.views.of(await this.articles.find(slug), reader);
  }

  @Post()
  @UseGuards(SignedIn)
  @Returns(ArticleReply)
  async write(@CurrentUser() author: User, @Body('article') input: NewArticle) {
    return this.views.of(await this.articles.write(author, input), author);
  }

  @Put('/:slug')
  @UseGuards(SignedIn)
  @Can('change', Article)
  @Returns(ArticleReply)
  async change(
    @Subject(Article) article: Article,
    @CurrentUser() author: User,
    @Body('article') changes: ArticleChanges,
  ) {
    return this.views.of(await this.articles.change(article, changes), author);
  }

  @Delete('/:slug')
  @UseGuards(SignedIn)
  @Can('remove', Article)
  async remove(@Subject(Article) article: Article): Promise<void> {
    await this.articles.remove(article);
  }
}
