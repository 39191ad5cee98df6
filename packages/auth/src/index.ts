export { AuthModule } from './auth-module.js';
export { type Auth, type AuthWords, createAuth, type CurrentUserDecorator } from './authentication/create-auth.js';
export type { UserLoader } from './authentication/user-loader.js';
export { WrongCredentialsException } from './authentication/wrong-credentials.js';
export { Passwords } from './passwords/passwords.js';
export { AuthConfig } from './setup/auth-config.js';
export { AUTH_OPTIONS, type AuthOptions, type KeyInput, type PasswordCost } from './setup/auth-options.js';
export { type OwnClaims, type SignOptions, type TokenClaims, type TokenKind, Tokens } from './tokens/tokens.js';
