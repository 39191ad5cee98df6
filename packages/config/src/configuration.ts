import { capturePlace, type Class, createMetadata, declareInjectable, type Preparation } from '@tenon/core';
import { CONFIG_OPTIONS } from './config-module.js';
import { loadConfiguration } from './load.js';
import { Sources } from './sources.js';
import { UnreadVariables } from './unread-variables.js';

/** What `@Configuration` takes. */
export interface ConfigurationOptions {
  /** What the names of the class's variables begin with, as it stands: `DATABASE_`. Default: nothing. */
  readonly prefix?: string;
}

/** Every application's variables; read when its first configuration class is. */
const variablesOf = new WeakMap<Preparation, { readonly sources: Sources; readonly unread: UnreadVariables }>();

/** Marks the classes, so that listings find them even where a test has overridden them. */
export const ConfigurationMark = createMetadata<ConfigurationOptions>('configuration');

/**
 * Marks a class whose properties are read from variables: of the environment and of `.env` files.
 *
 * It is read, converted and checked while the application's graph is, and injected as a class wherever it is asked for.
 * Its only instance is frozen, as are the groups and lists in it.
 *
 * @example
 * @Configuration({ prefix: 'DATABASE_' })
 * export class DatabaseConfig {
 *   @IsUrl({ protocols: ['postgres'], require_tld: false }) url = 'postgres://localhost/shop'; // DATABASE_URL
 *   @IsInt() @Min(1) poolSize = 10; // DATABASE_POOL_SIZE
 *   @Secret() @IsString() password!: string; // DATABASE_PASSWORD
 * }
 */
export function Configuration(options: ConfigurationOptions = {}): (type: new () => object) => void {
  const place = capturePlace(Configuration);
  const { prefix = '' } = options;
  return (type) => {
    ConfigurationMark(options)(type);
    declareInjectable(type, {
      decorator: 'Configuration',
      place,
      prepare(asked, application) {
        const { sources, unread } = variables(application);
        const { name: owner } = asked;
        return loadConfiguration(asked as Class<object>, { prefix, place }, sources, (names, isFaultless) => {
          unread.add({ owner, prefix, names, isFaultless, place });
        });
      },
    });
  };
}

function variables(application: Preparation): { readonly sources: Sources; readonly unread: UnreadVariables } {
  let known = variablesOf.get(application);
  if (!known) {
    const sources = new Sources(application.valueOf(CONFIG_OPTIONS));
    variablesOf.set(application, (known = { sources, unread: new UnreadVariables(sources) }));
  }
  return known;
}
