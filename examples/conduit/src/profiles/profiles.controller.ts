import { Controller, Delete, Get, HttpCode, Param, Post, Returns, UseGuards } from '@tenon/http';
import { CurrentUser, MaybeSignedIn, SignedIn } from '../auth.js';
import { User } from '../users/user.js';
import { ProfileReply } from './profile-view.js';
import { Profiles } from './profiles.js';

@Controller('/api/profiles/:username')
export class ProfilesController {
  constructor(private readonly profiles: Profiles) {}

  @Get()
  @UseGuards(MaybeSignedIn)
  @Returns(ProfileReply)
  async show(@Param('username') username: string, @CurrentUser({ optional: true }) reader?: User) {
    return this.#reply(await this.profiles.find(username), reader);
  }

  @Post('/follow')
  @HttpCode(200)
  @UseGuards(SignedIn)
  @Returns(ProfileReply)
  async follow(@Param('username') username: string, @CurrentUser() reader: User) {
    const user = await this.profiles.find(username);
    await this.profiles.follow(reader, user);
    return this.#reply(user, reader);
  }

  @Delete('/follow')
  @UseGuards(SignedIn)
  @Returns(ProfileReply)
  async unfollow(@Param('username') username: string, @CurrentUser() reader: User) {
    const user = await this.profiles.find(username);
    await this.profiles.unfollow(reader, user);
    return this.#reply(user, reader);
  }

  async #reply(user: User, reader: User | undefined): Promise<ProfileReply> {
    const viewOf = await this.profiles.viewsFor(reader, [user]);
    return { profile: viewOf(user) };
  }
}
