import { createAuth } from '@tenon/auth';
import { Accounts } from './users/accounts.js';

/** This application's own words for who asks. RealWorld's clients send `Authorization: Token …`. */
export const { SignedIn, MaybeSignedIn, CurrentUser, permittedBy } = createAuth(Accounts, {
  scheme: 'Token',
  signInPage: '/login',
});

/** For what gives tokens, which outlive sessions: only a token is good for another one, so that a page's script gets none. */
export const { SignedIn: BringsToken, CurrentUser: TokenOwner } = createAuth(Accounts, {
  scheme: 'Token',
  sessions: false,
});
