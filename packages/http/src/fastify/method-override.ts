import type { IncomingMessage } from 'node:http';

/** What a form can only ask for in this way. */
const METHODS: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);

/** What forms of browsers are sent as, but for plain text, which nobody takes. */
const FORM = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i;

/** The parameter, wherever in the query it stands. */
const PARAMETER = /([?&])_method=([A-Za-z]+)(?=&|#|$)/;

/**
 * Lets a form be sent by another method than POST, which is all that browsers know: `?_method=PATCH`. The router sees the
 * request as it is meant, without the parameter.
 *
 * Only for a POST with a form's type: anything else, such as a script, can say its method itself.
 *
 * @param rewrite - the application's own `rewriteUrl`, which sees what comes of it
 */
export function overrideMethods(
  rewrite: ((request: IncomingMessage) => string) | undefined,
): (request: IncomingMessage) => string {
  return function rewriteForm(this: unknown, request) {
    const { url = '/', method, headers } = request;
    if (method === 'POST' && url.includes('_method=') && FORM.test(headers['content-type'] ?? '')) {
      const [found, before, name = ''] = PARAMETER.exec(url) ?? [];
      if (found !== undefined && METHODS.has(name.toUpperCase())) {
        request.method = name.toUpperCase();
        const rest = url.replace(PARAMETER, before === '?' ? '?' : '');
        request.url = rest.replace('?&', '?').replace(/\?$/, '');
      }
    }
    return rewrite === undefined ? (request.url ?? '/') : rewrite.call(this, request);
  };
}
