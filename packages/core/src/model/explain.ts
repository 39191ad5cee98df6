import { formatPlace } from '../diagnostics/place.js';
import type { Scope } from '../metadata/provider.js';
import { tokenName } from '../metadata/token.js';
import { dependenciesOf } from './dependencies.js';
import { modulePath } from './describe.js';
import type { DependencyModel, ProviderKind, ProviderModel, ProviderRole } from './model.js';

/** Where a provider comes from, what it needs and who wants it, as data and, by `toString`, as text. */
export interface Explanation {
  readonly token: string;
  readonly kind: ProviderKind;
  readonly role: ProviderRole;
  readonly scope: Scope;
  /** The modules from the root down to the one that it belongs to. */
  readonly modules: readonly string[];
  readonly exportedBy: readonly string[];
  readonly isOverridden: boolean;
  /** `file:line` of its decorator. */
  readonly place: string | undefined;
  readonly needs: readonly ExplainedDependency[];
  readonly wantedBy: readonly { readonly name: string; readonly module: string; readonly scope: Scope }[];
  toString(): string;
}

/** One thing that a provider needs, and who gives it. */
export interface ExplainedDependency {
  readonly name: string;
  readonly how: DependencyModel['kind'];
  readonly isOptional: boolean;
  readonly givenBy: readonly { readonly name: string; readonly module: string; readonly scope: Scope }[];
}

/** Explains one provider of a linked model. */
export function explainProvider(provider: ProviderModel, all: readonly ProviderModel[]): Explanation {
  const { name: token, kind, role, scope, module, isOverridden } = provider;
  const dependencies = dependenciesOf(provider);
  const facts = {
    token,
    kind,
    role,
    scope,
    modules: modulePath(module),
    exportedBy: provider.exportedBy.map(({ name }) => name),
    isOverridden,
    place: formatPlace(provider.place ?? module.place),
    needs: dependencies.map((dependency) => ({
      name:
        dependency.kind === 'lazy' ? dependency.providers.map(({ name }) => name).join() : tokenName(dependency.token),
      how: dependency.kind,
      isOptional: dependency.isOptional,
      givenBy: dependency.providers.map(brief),
    })),
    wantedBy: all
      .filter((other) => dependenciesOf(other).some(({ providers }) => providers.includes(provider)))
      .map(brief),
  };
  return Object.freeze({ ...facts, toString: () => explanationText(facts) });
}

function brief({ name, module, scope }: ProviderModel) {
  return { name, module: module.name, scope };
}

const ROLES: Record<ProviderRole, string> = {
  provider: 'listed by',
  controller: 'a controller of',
  module: 'the module',
  options: 'the options of',
  implicit: 'listed by no module, so provided at the root,',
};

function explanationText(facts: Omit<Explanation, 'toString'>): string {
  const { token, scope, kind, role, modules, exportedBy, needs, wantedBy, place, isOverridden } = facts;
  const lines = [
    `${token}: ${scope}, ${kind}${isOverridden ? ', overridden' : ''}, ${ROLES[role]} ${modules.at(-1)}${place ? `   ${place}` : ''}`,
    `  path       ${modules.join(' → ')}`,
    `  exported   ${exportedBy.length > 0 ? `by ${exportedBy.join(', ')}` : 'no'}`,
    ...needs.map(({ name, how, isOptional, givenBy }, index) => {
      const givers = givenBy.map((giver) => `${giver.module}, ${giver.scope}`).join('; ') || 'nobody';
      const words = [how === 'one' ? '' : how, isOptional ? 'optional' : ''].filter(Boolean).join(', ');
      return `  ${index === 0 ? 'needs' : '     '}      ${name}${words && ` (${words})`} from ${givers}`;
    }),
    ...wantedBy.map(
      (owner, index) => `  ${index === 0 ? 'wanted by' : '         '}  ${owner.name} (${owner.module}, ${owner.scope})`,
    ),
  ];
  return lines.join('\n');
}
