import { type ContextKey, createContextKey, Injectable, type RequestContext, type ViewHelper } from '@tenon/http';

/** Who has signed in, of whatever kind of users. */
export const SIGNED_IN_USER: ContextKey<object> = createContextKey<object>('signed-in user');

/** `user`: whom a guard of the route has found, for templates; undefined where nobody has signed in, or no guard has asked. */
@Injectable()
export class UserHelper implements ViewHelper {
  readonly name = 'user';

  forRequest(context: RequestContext): object | undefined {
    return context.get(SIGNED_IN_USER);
  }
}
