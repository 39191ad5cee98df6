import { type AbstractClass, type ApplicationContext, Discovery } from '@tenon/core';
import { ConfigurationMark } from './configuration.js';
import { placeOf } from './errors.js';
import { loadingOf } from './load.js';

/** One variable of an application, as it may be printed. */
export interface DescribedVariable {
  readonly name: string;
  /** `poolSize`, or `tls.key` in a group. */
  readonly property: string;
  /** As `util.inspect` has it, with secrets and the passwords in URLs masked. */
  readonly value: string;
  /** `environment`, `.env.local:3`, or `default`. */
  readonly source: string;
  readonly isSecret: boolean;
}

/** One configuration class of an application. */
export interface DescribedConfiguration {
  readonly name: string;
  /** Whether something else was provided in its place, so that no variable was read for it. */
  readonly isOverridden: boolean;
  readonly variables: readonly DescribedVariable[];
}

/** The configuration of an application, as data and, by `toString`, as text. */
export interface ConfigurationDescription {
  readonly configurations: readonly DescribedConfiguration[];
  toString(): string;
}

/**
 * Tells which variables an application reads, what their values are, and where each came from. Secrets are masked.
 *
 * @param context - only what it has asked for so far is listed
 *
 * @example
 * console.log(String(describeConfiguration(context)));
 */
export function describeConfiguration(context: ApplicationContext): ConfigurationDescription {
  const configurations = context
    .get(Discovery)
    .providers()
    .filter(
      ({ provider: { token } }) => typeof token === 'function' && ConfigurationMark.ofClass(token as AbstractClass),
    )
    .map((discovered): DescribedConfiguration => {
      const { provider } = discovered;
      const value = provider.kind === 'prepared' ? discovered.instance() : undefined;
      const loaded = loadingOf(value ?? {});
      const variables = (loaded ?? []).map(({ path, variable, found, shown, isSecret }) =>
        Object.freeze({
          name: variable,
          property: path.join('.'),
          value: shown,
          source: found ? placeOf(found) : 'default',
          isSecret,
        }),
      );
      return Object.freeze({ name: provider.name, isOverridden: !loaded, variables: Object.freeze(variables) });
    });
  return Object.freeze({ configurations: Object.freeze(configurations), toString: () => textOf(configurations) });
}

/** Longer values push what follows them to the right. */
const WIDEST = 60;

function textOf(configurations: readonly DescribedConfiguration[]): string {
  const all = configurations.flatMap(({ variables }) => variables);
  const nameWidth = Math.max(0, ...all.map(({ name }) => name.length));
  const valueWidth = Math.min(WIDEST, Math.max(0, ...all.map(({ value }) => value.length)));
  return configurations
    .map(({ name, isOverridden, variables }) => {
      const lines = variables.map(
        (each) => `  ${each.name.padEnd(nameWidth)}  ${each.value.padEnd(valueWidth)}  ${each.source}`,
      );
      return [`${name}${isOverridden ? ': overridden' : ''}`, ...lines].join('\n');
    })
    .join('\n');
}
