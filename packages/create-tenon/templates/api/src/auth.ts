import { createAuth } from '@tenon/auth';
import { AccountService } from './accounts/account.service.js';

/** This application's own words for who asks. */
export const { SignedIn, CurrentUser, permittedBy } = createAuth(AccountService);
