import type { AppOptions } from '@tenon/http';
import { ConduitErrors, renderProblem } from './conduit-errors.js';

/** What holds for the whole application; the tests start it with the same. */
export const APP_OPTIONS = {
  renderProblem,
  // The API is open to everybody, and so is its page.
  openApi: { served: true, problems: ConduitErrors },
  staticFiles: [{ folder: new URL('../public/', import.meta.url), fingerprint: true }],
  // Pictures are at addresses that people give. Whoever serves them learns no page, and can do no more than be seen.
  contentSecurityPolicy: { 'img-src': ["'self'", 'https:', 'http:'] },
} satisfies AppOptions;
