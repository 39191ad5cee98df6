export { AuthModule } from './auth-module.js';
export { type Auth, type AuthWords, createAuth, type CurrentUserDecorator } from './create-auth.js';
export type { UserLoader } from './authentication/user-loader.js';
export { WrongCredentialsException } from './authentication/wrong-credentials.js';
export { ATTEMPT_STORE, type Attempts, type AttemptStore } from './limits/attempt-store.js';
export { MemoryAttempts } from './limits/memory-attempts.js';
export type { Limit } from './limits/sign-in-attempts.js';
export { SignInLimit, type SignInLimits } from './limits/sign-in-limit.js';
export { Passwords } from './passwords/passwords.js';
export type { AbilitiesAbout, AbilitiesOf, MisfitsOfSubject, MisfitsOfUser, SubjectsOf } from './policies/abilities.js';
export type { SubjectOptions } from './policies/can-guard.js';
export type { AbilityAsked, CanDecorator, FitsUser, PermittedBy } from './policies/permitted-by.js';
export { type FitsSubject, Policy } from './policies/policy.js';
export { Subject } from './policies/subject.js';
export { AuthConfig } from './setup/auth-config.js';
export {
  AUTH_OPTIONS,
  type AuthOptions,
  type KeyInput,
  type OlderHashes,
  type PasswordCost,
  type PasswordOptions,
} from './setup/auth-options.js';
export { MemoryRefreshTokens } from './tokens/memory-refresh-tokens.js';
export { type OneTimeKind, OneTimeTokens } from './tokens/one-time-tokens.js';
export { REFRESH_TOKEN_STORE, type RefreshFamily, type RefreshTokenStore } from './tokens/refresh-token-store.js';
export { type RefreshToken, RefreshTokens } from './tokens/refresh-tokens.js';
export type { SignInClaims, TokenClaims } from './tokens/token-claims.js';
export { type OwnClaims, type SignOptions, type TokenKind, Tokens } from './tokens/tokens.js';
