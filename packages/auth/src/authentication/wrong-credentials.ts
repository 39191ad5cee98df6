import { UnauthorizedException } from '@tenon/http';

/**
 * 401 for who signs in with a wrong name or a wrong password. It does not say which, since that would tell which accounts
 * there are.
 */
export class WrongCredentialsException extends UnauthorizedException {
  constructor(detail = 'The name or the password is wrong.') {
    super(detail, { code: 'wrong-credentials', headers: HEADERS });
  }
}

/** A 401 must have a challenge (RFC 9110 §15.5.2): a token is what would do instead. */
const HEADERS = Object.freeze({ 'www-authenticate': 'Bearer realm="sign-in"', 'cache-control': 'no-store' });
