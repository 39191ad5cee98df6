import { Html, type Urls } from '@tenon/http';
import type { BuiltIns } from './compile-rendering.js';
import { errorsOf, oldOf } from './failed-fields.js';
import { jsonText } from './json-text.js';
import { safeUrl } from './safe-url.js';

/** What all templates have by name, beside what Eta gives them. */
export function builtIns(urls: Urls): BuiltIns {
  return {
    constants: {
      urlFor: urls.for.bind(urls),
      raw: (text: unknown) => (text instanceof Html ? text : new Html(String(text ?? ''))),
      safeUrl,
      json: jsonText,
    },
    perPage: {
      path: (page) => page.inRequest('path').request.url.split('?', 1)[0],
      old: ({ context }) => oldOf(context),
      errors: ({ context }) => errorsOf(context),
    },
  };
}
