import { createAuth } from '@tenon/auth';
import { Accounts } from './users/accounts.js';

/** This application's own words for who asks. RealWorld's clients send `Authorization: Token …`. */
export const { SignedIn, MaybeSignedIn, CurrentUser, permittedBy } = createAuth(Accounts, {
  scheme: 'Token',
  signInPage: '/login',
});
