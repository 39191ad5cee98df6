import { SignInLimit } from '@tenon/auth';
import { Controller, Form, Get, isLocal, Post, Query, redirect, Render, Urls, UseGuards } from '@tenon/http';
import { Session } from '@tenon/sessions';
import { MaybeSignedIn } from '../auth.js';
import { AccountService } from './account.service.js';
import { SignIn, SignUp } from './user.js';

@Controller()
@UseGuards(MaybeSignedIn)
export class AccountController {
  constructor(
    private readonly accounts: AccountService,
    private readonly urls: Urls,
  ) {}

  @Get('/sign-up', { name: 'sign-up' })
  @Render('accounts/sign-up')
  showSignUp() {}

  @Post('/sign-up', { name: 'accounts.create' })
  async signUp(@Form({ shownBy: 'showSignUp' }) input: SignUp, @Session() session: Session) {
    const user = await this.accounts.signUp(input);
    session.signIn(String(user.id));
    session.flash('success', `Welcome, ${user.name}.`);
    return redirect(this.urls.for('recipes'));
  }

  @Get('/sign-in', { name: 'sign-in' })
  @Render('accounts/sign-in')
  showSignIn(@Query('next') next: string = '') {
    return { next };
  }

  @Post('/sign-in', { name: 'accounts.enter' })
  @SignInLimit('email')
  async signIn(@Form({ shownBy: 'showSignIn' }) input: SignIn, @Session() session: Session) {
    const user = await this.accounts.signIn(input);
    session.signIn(String(user.id));
    // Anybody can write a link to this page: it must not lead to another site.
    return redirect(input.next && isLocal(input.next) ? input.next : this.urls.for('recipes'));
  }

  @Post('/sign-out', { name: 'accounts.leave' })
  signOut(@Session() session: Session) {
    session.signOut();
    return redirect(this.urls.for('recipes'));
  }
}
