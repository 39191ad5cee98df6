import type { AppOptions } from '@tenon/http';

/** What holds for the whole application; the tests start it with the same. */
export const APP_OPTIONS = {
  // What is in `public/` has a name in pages by which browsers may keep it for ever: see `asset` in views/layouts/site.eta.
  staticFiles: [{ folder: new URL('../public/', import.meta.url), fingerprint: true }],
} satisfies AppOptions;
