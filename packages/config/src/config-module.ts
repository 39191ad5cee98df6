import { type ConfiguredModule, configureModule, createToken, Module, provide } from '@tenon/core';
import type { ConfigOptions } from './sources.js';

/** Where the variables of an application come from. A test may override it, whether the application says it or not. */
export const CONFIG_OPTIONS = createToken<ConfigOptions>('configuration options');

/**
 * Says where the variables of an application come from, when that is not `process.env` and the `.env` files. An
 * application that is content with those need not import it.
 *
 * @example
 * imports: [ConfigModule.with({ directory: import.meta.dirname })]
 */
@Module()
export class ConfigModule {
  /** Configures the sources; they must be known while the graph is checked, and so cannot be worked out by providers. */
  static with(options: ConfigOptions): ConfiguredModule {
    return configureModule(ConfigModule, { providers: [provide(CONFIG_OPTIONS, { useValue: options })] }, options);
  }
}
