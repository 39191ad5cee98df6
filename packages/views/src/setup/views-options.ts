import { createToken, type Token } from '@tenon/core';

/** What `ViewsModule.with` takes. */
export interface ViewsOptions {
  /** Where the templates are: a path, relative to the working directory, or a URL. Default: `views`. */
  readonly folder?: string | URL;
  /**
   * Whether files are looked at again when their templates are asked for. Where they are not, all of them are read and checked
   * at boot. Default: true, unless `NODE_ENV` is `production` or `test`.
   */
  readonly reload?: boolean;
}

/** What the application says to `ViewsModule.with`. */
export const VIEWS_OPTIONS: Token<ViewsOptions> = createToken<ViewsOptions>('views options');

/** Whether templates are looked at again, where the application does not say. */
export function reloadsByDefault(): boolean {
  const environment = process.env['NODE_ENV'];
  return environment !== 'production' && environment !== 'test';
}
