import { configuredBy, Module } from '@tenon/core';
import { FORM_MEMORY, provide, SIGN_IN_SOURCE, VIEW_HELPER } from '@tenon/http';
import { SessionFormMemory } from './serve/session-form-memory.js';
import { SessionHooks } from './serve/session-hooks.js';
import { SessionSignIn } from './serve/session-sign-in.js';
import { Sessions } from './serve/sessions.js';
import { CsrfFieldHelper, CsrfTokenHelper, FlashHelper } from './serve/view-helpers.js';
import { SESSIONS_OPTIONS } from './setup/sessions-options.js';

/**
 * Gives the whole application sessions: `@Session()` in handlers, `request.session` in raw routes, sign-in by them for the guards
 * of `@tenon/auth`, `csrfField()`, `csrfToken()` and `flash` in templates, and protection against CSRF.
 *
 * @example
 * imports: [SessionsModule] // SESSION_SECRET seals
 * imports: [SessionsModule.with({ trustedOrigins: ['https://app.example.com'] })]
 */
@Module({
  global: true,
  providers: [
    Sessions,
    SessionHooks,
    provide(SIGN_IN_SOURCE, { useClass: SessionSignIn }),
    provide(FORM_MEMORY, { useClass: SessionFormMemory }),
    provide(VIEW_HELPER, { useClass: CsrfTokenHelper }),
    provide(VIEW_HELPER, { useClass: CsrfFieldHelper }),
    provide(VIEW_HELPER, { useClass: FlashHelper }),
  ],
})
export class SessionsModule {
  /** Configures the module with what the environment does not say. */
  static readonly with = configuredBy(SESSIONS_OPTIONS);
}
