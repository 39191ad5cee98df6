import type { Place } from '../diagnostics/place.js';
import type { DependencyKind } from '../metadata/dependency.js';
import type { DependencyModel, Draft, ProviderModel } from './model.js';

/** Until a dependency is linked. */
export const NOBODY: readonly ProviderModel[] = Object.freeze([]);

/** Makes a dependency that is not linked yet. */
export function dependencyOn(
  kind: DependencyKind,
  token: unknown,
  isOptional: boolean,
  index: number,
  property?: string | symbol,
  place?: Place,
): Draft<DependencyModel> {
  return { kind, token, isOptional, index, property, providers: NOBODY as ProviderModel[], place };
}

/**
 * Gives what a provider asks for, one by one.
 *
 * For a plain class they are spelt out here, when somebody wants to read them: boot itself needs only the types and
 * who gives them, and most classes are plain.
 */
export function dependenciesOf(provider: ProviderModel): readonly DependencyModel[] {
  const { plainTypes, needs, dependencies } = provider;
  if (plainTypes === undefined || dependencies.length === plainTypes.length) return dependencies;
  return ((provider as Draft<ProviderModel>).dependencies = plainTypes.map((type, index) => {
    const giver = needs[index];
    const dependency = dependencyOn('one', type, false, index);
    return giver ? { ...dependency, providers: [giver] } : dependency;
  }));
}

/** Gives the dependency by which a provider needs another one. */
export function dependencyBetween(provider: ProviderModel, giver: ProviderModel): DependencyModel | undefined {
  return dependenciesOf(provider).find(({ providers }) => providers.includes(giver));
}
