import { SignInLimit } from '@tenon/auth';
import { Body, Controller, Get, HttpCode, Post, Put, Returns, UseGuards } from '@tenon/http';
import { CurrentUser, SignedIn } from '../auth.js';
import { Accounts } from './accounts.js';
import { User } from './user.js';
import { NewUser, SignIn, UserChanges } from './user-input.js';
import { UserReply } from './user-view.js';

@Controller('/api')
export class UsersController {
  constructor(private readonly accounts: Accounts) {}

  @Post('/users')
  @Returns(UserReply)
  async register(@Body('user') input: NewUser) {
    return this.accounts.show(await this.accounts.register(input));
  }

  @Post('/users/login')
  @SignInLimit('user.email')
  @HttpCode(200)
  @Returns(UserReply)
  async signIn(@Body('user') input: SignIn) {
    return this.accounts.show(await this.accounts.signIn(input));
  }

  @Get('/user')
  @UseGuards(SignedIn)
  @Returns(UserReply)
  me(@CurrentUser() user: User) {
    return this.accounts.show(user);
  }

  @Put('/user')
  @UseGuards(SignedIn)
  @Returns(UserReply)
  async change(@CurrentUser() user: User, @Body('user') changes: UserChanges) {
    await this.accounts.change(user, changes);
    return this.accounts.show(user);
  }
}
