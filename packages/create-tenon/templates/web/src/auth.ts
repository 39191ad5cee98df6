import { createAuth } from '@tenon/auth';
import { AccountService } from './accounts/account.service.js';

/** This application's own words for who asks. Who has to sign in first is sent to that page. */
export const { SignedIn, MaybeSignedIn, CurrentUser, permittedBy } = createAuth(AccountService, {
  signInPage: '/sign-in',
});
