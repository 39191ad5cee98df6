import { Controller, Delete, Form, Get, Param, Post, Query, redirect, Render, Urls, UseGuards } from '@tenon/http';
import { CurrentUser, MaybeSignedIn, SignedIn } from '../auth.js';
import { Profiles } from '../profiles/profiles.js';
import { User } from '../users/user.js';
import { Feeds } from './feeds.js';
import { Next, nextOf, PageQuery } from './site-input.js';

/** Who somebody is, what they have written, and what they like. */
@Controller('/profile/:username')
export class ProfilePages {
  constructor(
    private readonly profiles: Profiles,
    private readonly feeds: Feeds,
    private readonly urls: Urls,
  ) {}

  @Get('/', { name: 'profile' })
  @UseGuards(MaybeSignedIn)
  @Render('profile')
  async articles(
    @Param('username') username: string,
    @Query() { page }: PageQuery,
    @CurrentUser({ optional: true }) reader?: User,
  ) {
    const about = await this.#about(username, reader);
    return { ...about, tab: 'own' as const, feed: await this.feeds.list({ author: username }, page, reader) };
  }

  @Get('/favorites', { name: 'profile.favorites' })
  @UseGuards(MaybeSignedIn)
  @Render('profile')
  async favorited(
    @Param('username') username: string,
    @Query() { page }: PageQuery,
    @CurrentUser({ optional: true }) reader?: User,
  ) {
    const about = await this.#about(username, reader);
    return { ...about, tab: 'favorites' as const, feed: await this.feeds.list({ favorited: username }, page, reader) };
  }

  @Post('/follow', { name: 'profile.follow' })
  @UseGuards(SignedIn)
  async follow(@Param('username') username: string, @CurrentUser() reader: User, @Form() next: Next) {
    await this.profiles.follow(reader, await this.profiles.find(username));
    return redirect(nextOf(next, this.urls.for('profile', { username })));
  }

  @Delete('/follow', { name: 'profile.unfollow' })
  @UseGuards(SignedIn)
  async unfollow(@Param('username') username: string, @CurrentUser() reader: User, @Form() next: Next) {
    await this.profiles.unfollow(reader, await this.profiles.find(username));
    return redirect(nextOf(next, this.urls.for('profile', { username })));
  }

  async #about(username: string, reader: User | undefined) {
    const user = await this.profiles.find(username);
    const viewOf = await this.profiles.viewsFor(reader, [user]);
    return { profile: viewOf(user), isOwn: user === reader };
  }
}
