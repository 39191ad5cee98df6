import { SignInLimit } from '@tenon/auth';
import { Body, Controller, Get, HttpCode, Post, Put, Returns, UseGuards } from '@tenon/http';
import { BringsToken, TokenOwner } from '../auth.js';
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
  @UseGuards(BringsToken)
  @Returns(UserReply)
  me(@TokenOwner() user: User) {
    return this.accounts.show(user);
  }

  @Put('/user')
  @UseGuards(BringsToken)
  @Returns(UserReply)
  async change(@TokenOwner() user: User, @Body('user') changes: UserChanges) {
    await this.accounts.change(user, changes);
    return this.accounts.show(user);
  }
}
