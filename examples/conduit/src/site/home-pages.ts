import { Controller, Get, NotFoundException, Param, Query, redirect, Render, Urls, UseGuards } from '@tenon/http';
import { Articles } from '../articles/articles.js';
import { CurrentUser, MaybeSignedIn } from '../auth.js';
import { DOTS } from '../input.js';
import { User } from '../users/user.js';
import { Feeds } from './feeds.js';
import { HomeQuery, PageQuery } from './site-input.js';

/** Lists of articles: all of them, those of whom the reader follows, and those with a tag. */
@Controller()
@UseGuards(MaybeSignedIn)
export class HomePages {
  constructor(
    private readonly articles: Articles,
    private readonly feeds: Feeds,
    private readonly urls: Urls,
  ) {}

  @Get('/', { name: 'home' })
  @Render('home')
  async index(@Query() { feed, page }: HomeQuery, @CurrentUser({ optional: true }) reader?: User) {
    if (feed === undefined)
      return {
        tab: 'global' as const,
        feed: await this.feeds.list({}, page, reader),
        tags: await this.articles.tags(),
      };
    if (reader === undefined) return redirect(this.urls.for('login', {}, { query: { next: '/?feed=following' } }));
    return {
      tab: 'following' as const,
      feed: await this.feeds.following(reader, page),
      tags: await this.articles.tags(),
    };
  }

  @Get('/tag/:tag', { name: 'tag' })
  @Render('home')
  async tagged(
    @Param('tag') tag: string,
    @Query() { page }: PageQuery,
    @CurrentUser({ optional: true }) reader?: User,
  ) {
    // No tag is called so, and the page could not name its own address.
    if (DOTS.test(tag)) throw new NotFoundException();
    return {
      tab: 'tag' as const,
      tag,
      feed: await this.feeds.list({ tag }, page, reader),
      tags: await this.articles.tags(),
    };
  }
}
