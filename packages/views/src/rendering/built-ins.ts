import { type Assets, cspNonce, Html, type UrlParameters, type Urls } from '@tenon/http';
import type { BuiltIns } from './compile-rendering.js';
import { errorsOf, oldOf } from '../forms/failed-fields.js';
import type { FormForOptions, Forms } from '../forms/forms.js';
import { textOf } from '../forms/markup.js';
import { jsonText } from './json-text.js';
import { safeUrl } from './safe-url.js';

/**
 * What all templates have by name, beside what Eta gives them.
 *
 * @param urls - undefined where there is no server, as `assets`
 */
export function builtIns(urls: Urls | undefined, assets: Assets | undefined, forms: Forms): BuiltIns {
  return {
    constants: {
      urlFor: urls ? urls.for.bind(urls) : () => refuse('urlFor'),
      asset: (path: string) => (assets ?? refuse('asset')).url(path),
      importMap: (start?: string) => (assets ?? refuse('importMap')).importMap(start),
      raw: (text: unknown) => (text instanceof Html ? text : new Html(textOf(text))),
      safeUrl,
      json: jsonText,
    },
    perPage: {
      path: (page) => page.inRequest('path').request.url.split('?', 1)[0],
      cspNonce: (page) => () => cspNonce(page.inRequest('cspNonce')),
      old: ({ context }) => oldOf(context),
      formFor: (page) => (name: string, parameters?: UrlParameters, options?: FormForOptions) =>
        forms.begin(page, name, parameters, options),
      errors: ({ context }) => errorsOf(context),
    },
  };
}

function refuse(helper: string): never {
  throw new TypeError(`${helper} needs a server, as createApp makes one, and this runs without`);
}
