import type { IncomingMessage } from 'node:http';
import { isFormType } from '../contracts/form-types.js';

/** What a form can only ask for in this way. */
const METHODS: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);

/** As it stands in a query. It is nothing that a client has to encode. */
const PARAMETER = '_method=';

/**
 * Lets a form be sent by another method than POST, which is all that browsers know: `?_method=PATCH`. The router sees the
 * request as it is meant, without the parameter.
 *
 * Only for a POST with a form's type: anything else, such as a script, can say its method itself. And only for a form of this
 * site: a browser asks before a page of another origin sends a PUT, PATCH or DELETE (CORS), and a form is sent unasked.
 *
 * @param rewrite - the application's own `rewriteUrl`, which sees what comes of it
 */
export function overrideMethods(
  rewrite: ((request: IncomingMessage) => string) | undefined,
): (request: IncomingMessage) => string {
  return function rewriteForm(this: unknown, request) {
    const { url = '/', method, headers } = request;
    if (method === 'POST' && url.includes('_method=') && isFormType(headers['content-type'])) {
      const start = url.indexOf('?');
      const parameters = url.slice(start + 1).split('&');
      const [said = '', ...others] = parameters.filter((each) => each.startsWith(PARAMETER));
      const wanted = said.slice(PARAMETER.length).toUpperCase();
      // Who says it twice may mean either.
      if (start !== -1 && others.length === 0 && METHODS.has(wanted) && isOfThisSite(request)) {
        const rest = parameters.filter((each) => each !== said).join('&');
        request.method = wanted;
        request.url = `${url.slice(0, start)}${rest === '' ? '' : '?'}${rest}`;
      }
    }
    return rewrite === undefined ? (request.url ?? '/') : rewrite.call(this, request);
  };
}

/**
 * Whether a browser says that a page of this site has sent the form. What says nothing of it is no browser.
 *
 * @see Fetch Metadata Request Headers, §2.3; browsers leave them out over plain HTTP, but for localhost, and send `Origin`
 */
function isOfThisSite({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host = headers[':authority'] } = headers;
  return origin === undefined || origin === `http://${String(host)}` || origin === `https://${String(host)}`;
}
