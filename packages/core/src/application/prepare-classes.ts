import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { TenonError } from '../diagnostics/tenon-error.js';
import type { Preparation, Prepare } from '../metadata/class-record.js';
import { type AbstractClass, type Token, tokenName } from '../metadata/token.js';
import { providerPath, siteOf } from '../model/describe.js';
import type { ProviderModel } from '../model/model.js';
import type { Reading } from '../model/read-application.js';
import { inheritedInjectable } from '../model/read-provider.js';

/**
 * Makes what can be made while the graph is checked, such as configuration, so that its faults stand beside all others.
 *
 * @param prepared - takes the instances; what is in it already is left alone
 */
export function prepareClasses(
  providers: readonly ProviderModel[],
  report: (fault: Diagnostic) => void,
  preparation: Preparation,
  prepared: Map<ProviderModel, unknown>,
): void {
  /** What all of them need may be at fault, and is told once. */
  const told = new Set<Diagnostic>();
  for (const provider of providers) {
    if (prepared.has(provider)) continue;
    const type = provider.source as AbstractClass;
    const prepare = inheritedInjectable(type)?.prepare as Prepare;
    try {
      prepared.set(provider, prepare(type, preparation));
    } catch (cause) {
      const diagnostics =
        cause instanceof TenonError
          ? cause.diagnostics
          : [faults.constructorFailed(siteOf(provider), { owner: provider.name, cause })];
      for (const fault of diagnostics) {
        if (!told.has(fault)) report({ ...fault, path: fault.path ?? providerPath(provider) });
        told.add(fault);
      }
    }
  }
}

/** Gives what all prepared classes of one application may ask. */
export function createPreparation({ byToken, overrides }: Reading): Preparation {
  return {
    valueOf<T>(token: Token<T>): T | undefined {
      const known = byToken.get(token);
      const provider = Array.isArray(known) ? known[0] : known;
      if (provider?.kind === 'value') return provider.source as T;
      // An override counts even where no module provides the token: a test need not know what the application says.
      const override = provider ? undefined : overrides.ofToken(token)?.at(-1);
      if (override && 'useValue' in override) return override.useValue as T;
      if (!provider && !override) return undefined;
      const keeper = provider?.module.name ?? 'its override';
      const where = { signature: `provide(${tokenName(token)}, …)` };
      throw new TenonError([faults.notAValue({ where }, { wanted: tokenName(token), keeper })]);
    },
  };
}
