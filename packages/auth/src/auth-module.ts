import { configuredBy, Module } from '@tenon/core';
import { Passwords } from './passwords/passwords.js';
import { AUTH_OPTIONS } from './setup/auth-options.js';
import { Tokens } from './tokens/tokens.js';

/**
 * Gives the whole application `Passwords` and `Tokens`, and what the guards of `createAuth` need.
 *
 * @example
 * imports: [AuthModule] // AUTH_SECRET signs
 * imports: [AuthModule.with([KeyConfig], (config) => ({ keys: [config.privateKey, config.previousPublicKey] }))]
 */
@Module({ global: true, providers: [Passwords, Tokens], exports: [Passwords, Tokens] })
export class AuthModule {
  /** Configures the module with what the environment does not say. */
  static readonly with = configuredBy(AUTH_OPTIONS);
}
