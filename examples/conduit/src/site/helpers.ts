import { FAILED_FORM, Injectable, type RequestContext, type ViewHelper } from '@tenon/http';
import { byField } from '../conduit-errors.js';

/** `avatar(user)` in templates: the address of a picture that can do no more than be shown. */
@Injectable()
export class Avatar implements ViewHelper {
  readonly name = 'avatar';

  forRequest() {
    return ({ image }: { readonly image: string | null }): string => pictureAt(image) ?? DEFAULT_AVATAR;
  }
}

/** Without a fingerprint: RealWorld's tests look for this name. */
const DEFAULT_AVATAR = '/default-avatar.svg';

function pictureAt(address: string | null): string | undefined {
  const url = URL.parse(address ?? '');
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined;
}

const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });

/** `day(date)` in templates: `November 26, 2026`. */
@Injectable()
export class Day implements ViewHelper {
  readonly name = 'day';

  forRequest() {
    return (date: Date): string => DAY.format(date);
  }
}

/** `here` in templates: the page's own address, for what leads back to it. */
@Injectable()
export class Here implements ViewHelper {
  readonly name = 'here';

  forRequest({ request }: RequestContext): string {
    return request.method === 'GET' ? request.url : '/';
  }
}

/** `mistakes` in templates: what was wrong with a form, in the words that the API has for it. */
@Injectable()
export class Mistakes implements ViewHelper {
  readonly name = 'mistakes';

  forRequest(context: RequestContext): readonly string[] {
    const form = context.get(FAILED_FORM);
    if (form === undefined) return [];
    if (form.message !== undefined) return [form.message];
    return Object.entries(byField(form.errors)).flatMap(([field, texts]) => texts.map((text) => `${field} ${text}`));
  }
}
