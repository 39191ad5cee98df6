import type { Diagnostic, Where } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import type { ModuleReference } from '../metadata/module-definition.js';
import type { ProviderDefinition } from '../metadata/provider.js';
import { type AbstractClass, MultiToken, tokenName } from '../metadata/token.js';

/** Puts one module in the place of another, wherever it is imported. */
export interface ModuleReplacement {
  readonly replace: AbstractClass;
  readonly by: ModuleReference;
}

/** What a test puts in the place of a provider or of a whole module. */
export type Override = ProviderDefinition | ModuleReplacement;

/**
 * Puts one module in the place of another, wherever the application imports it.
 *
 * @example
 * await createContext(AppModule, { override: [replaceModule(MailModule, FakeMailModule)] });
 */
export function replaceModule(replace: AbstractClass, by: ModuleReference): ModuleReplacement {
  return { replace, by };
}

function isOverride(element: unknown): element is Override {
  return typeof element === 'object' && element !== null && ('replace' in element || 'provide' in element);
}

function notAnOverride(element: unknown): Diagnostic {
  const owner = 'The list of overrides';
  const problem = `has ${tokenName(element)}, which is not an override`;
  const fix = 'list provide(TOKEN, …) or replaceModule(OldModule, NewModule)';
  return faults.invalidProvider({ where: overrideSite(element) }, { owner, problem, fix });
}

/** Gives the words for where an override stands. */
export function overrideSite(token: unknown): Where {
  return { signature: `createContext(…, { override: [${tokenName(token)}] })` };
}

/** The overrides of one application, and which of them were met. */
export class Overrides {
  readonly #providers = new Map<unknown, ProviderDefinition[]>();
  readonly #modules = new Map<unknown, ModuleReference>();
  readonly #unused = new Set<unknown>();
  /** Whether there are none, so that boot can skip the look-ups. */
  readonly isEmpty: boolean;

  /** @param report - takes a fault for each element that is no override */
  constructor(list: readonly Override[], report: (fault: Diagnostic) => void) {
    this.isEmpty = list.length === 0;
    for (const override of list) {
      if (!isOverride(override)) {
        report(notAnOverride(override));
      } else if ('replace' in override) {
        this.#modules.set(override.replace, override.by);
        this.#unused.add(override.replace);
      } else {
        const known = this.#providers.get(override.provide);
        if (known) known.push(override);
        else this.#providers.set(override.provide, [override]);
        this.#unused.add(override.provide);
      }
    }
  }

  /** Gives what stands in for the providers of a token; the last one counts, all do for a multi-token. */
  ofToken(token: unknown): readonly ProviderDefinition[] | undefined {
    const found = this.#providers.get(token);
    if (found) this.#unused.delete(token);
    return found;
  }

  /** Gives what stands in for the contributions to multi-tokens that the application has. */
  contributions(): readonly ProviderDefinition[] {
    return Array.from(this.#providers)
      .filter(([token]) => token instanceof MultiToken && !this.#unused.has(token))
      .flatMap(([, definitions]) => definitions);
  }

  /** Gives what stands in for a module. */
  ofModule(type: unknown): ModuleReference | undefined {
    const found = this.#modules.get(type);
    if (found) this.#unused.delete(type);
    return found;
  }

  /** Gives a fault for each override that replaced nothing. */
  unusedFaults(known: () => Iterable<string>): Diagnostic[] {
    return Array.from(this.#unused, (token) =>
      faults.unusedOverride({ where: overrideSite(token) }, { wanted: tokenName(token), known: known() }),
    );
  }
}
