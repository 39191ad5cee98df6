import { SignInLimit } from '@tenon/auth';
import { Body, Controller, HttpCode, Post, Returns } from '@tenon/http';
import { AccountService } from './account.service.js';
import { Credentials, TokenView } from './user.js';

@Controller()
export class AccountController {
  constructor(private readonly accounts: AccountService) {}

  @Post('/sign-up')
  @Returns(TokenView)
  async signUp(@Body() input: Credentials) {
    return this.accounts.tokenFor(await this.accounts.signUp(input));
  }

  @Post('/sign-in')
  @SignInLimit('email')
  @HttpCode(200)
  @Returns(TokenView)
  async signIn(@Body() input: Credentials) {
    return this.accounts.tokenFor(await this.accounts.signIn(input));
  }
}
