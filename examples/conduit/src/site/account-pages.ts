import { SignInLimit } from '@tenon/auth';
import { Controller, Form, Get, isLocal, Post, Put, Query, redirect, Render, Urls, UseGuards } from '@tenon/http';
import { Session } from '@tenon/sessions';
import { CurrentUser, MaybeSignedIn, SignedIn } from '../auth.js';
import { Accounts } from '../users/accounts.js';
import { User } from '../users/user.js';
import { NewUser } from '../users/user-input.js';
import { Next, nextOf, SettingsForm, SignInForm } from './site-input.js';

/** To join, to sign in and out, and what one says of oneself. */
@Controller()
export class AccountPages {
  constructor(
    private readonly accounts: Accounts,
    private readonly urls: Urls,
  ) {}

  @Get('/login', { name: 'login' })
  @UseGuards(MaybeSignedIn)
  @Render('login')
  login(@Query() query: Next, @CurrentUser({ optional: true }) user?: User) {
    if (user) return redirect(nextOf(query, this.urls.for('home')));
    return { next: query.next !== undefined && isLocal(query.next) ? query.next : undefined };
  }

  @Post('/login', { name: 'login.send' })
  @UseGuards(MaybeSignedIn)
  @SignInLimit('email')
  async signIn(@Form({ shownBy: 'login' }) input: SignInForm, @Session() session: Session) {
    const user = await this.accounts.signIn(input);
    session.signIn(String(user.id));
    return redirect(nextOf(input, this.urls.for('home')));
  }

  @Get('/register', { name: 'register' })
  @UseGuards(MaybeSignedIn)
  @Render('register')
  join(@CurrentUser({ optional: true }) user?: User) {
    return user ? redirect(this.urls.for('home')) : {};
  }

  @Post('/register', { name: 'register.send' })
  @UseGuards(MaybeSignedIn)
  async register(@Form({ shownBy: 'join' }) input: NewUser, @Session() session: Session) {
    const user = await this.accounts.register(input);
    session.signIn(String(user.id));
    session.flash('success', `Welcome, ${user.username}!`);
    return redirect(this.urls.for('home'));
  }

  @Post('/logout', { name: 'logout' })
  @UseGuards(MaybeSignedIn)
  signOut(@Form() _form: Next, @Session() session: Session) {
    session.signOut();
    return redirect(this.urls.for('home'));
  }

  @Get('/settings', { name: 'settings' })
  @UseGuards(SignedIn)
  @Render('settings')
  settings(@CurrentUser() { image, username, bio, email }: User) {
    return { image, username, bio, email };
  }

  @Put('/settings', { name: 'settings.change' })
  @UseGuards(SignedIn)
  async change(
    @CurrentUser() user: User,
    @Form({ shownBy: 'settings' }) { image, bio, ...changes }: SettingsForm,
    @Session() session: Session,
  ) {
    await this.accounts.change(user, { ...changes, image: image ?? null, bio: bio ?? null });
    if (changes.password !== undefined) {
      // Whoever has signed in by the old one is out.
      session.signOutEverywhere();
      session.signIn(String(user.id));
    }
    session.flash('success', 'Your settings are saved.');
    return redirect(this.urls.for('profile', { username: user.username }));
  }
}
