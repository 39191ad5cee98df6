import type { AppOptions } from '@tenon/http';
import { ConduitErrors, renderProblem } from './conduit-errors.js';

/** What holds for the whole application; the tests start it with the same. */
export const APP_OPTIONS = {
  prefix: { path: '/api', exclude: ['/'] },
  renderProblem,
  // The API is open to everybody, and so is its page.
  openApi: { served: true, problems: ConduitErrors },
} satisfies AppOptions;
