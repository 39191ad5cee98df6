import { configuredBy, Module } from '@tenon/core';
import { provide, VIEW_HELPER } from '@tenon/http';
import { UserHelper } from './authentication/user-helper.js';
import { Passwords } from './passwords/passwords.js';
import { AUTH_OPTIONS } from './setup/auth-options.js';
import { Tokens } from './tokens/tokens.js';

/**
 * Gives the whole application `Passwords` and `Tokens`, what the guards of `createAuth` need, and `user` in templates.
 *
 * @example
 * imports: [AuthModule] // AUTH_SECRET signs
 * imports: [AuthModule.with([KeyConfig], (config) => ({ keys: [config.privateKey, config.previousPublicKey] }))]
 */
@Module({
  global: true,
  providers: [Passwords, Tokens, provide(VIEW_HELPER, { useClass: UserHelper })],
  exports: [Passwords, Tokens],
})
export class AuthModule {
  /** Configures the module with what the environment does not say. */
  static readonly with = configuredBy(AUTH_OPTIONS);
}
