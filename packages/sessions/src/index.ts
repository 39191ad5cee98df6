export { SessionsModule } from './sessions-module.js';
export { WithoutCsrf } from './csrf/without-csrf.js';
export { MemorySessionRegistry } from './registry/memory-session-registry.js';
export { SESSION_REGISTRY, type SessionRegistry, type SignedInSession } from './registry/session-registry.js';
export { createSessionKey, SessionKey } from './session/session-key.js';
export type { Flash } from './session/session.js';
export { Session, sessionOf } from './serve/session-of.js';
export { SessionsConfig } from './setup/sessions-config.js';
export { SESSIONS_OPTIONS, type SessionsOptions } from './setup/sessions-options.js';
