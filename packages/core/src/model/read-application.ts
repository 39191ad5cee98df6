import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { findOtherCopy } from '../diagnostics/package-copies.js';
import { findRecord, type InjectableRecord } from '../metadata/class-record.js';
import { isScope, type ProviderDefinition } from '../metadata/provider.js';
import { type AbstractClass, MultiToken, tokenName } from '../metadata/token.js';
import { moduleSite, siteOf } from './describe.js';
import type { Draft, ModuleModel, ProviderModel, ProviderRole } from './model.js';
import { overrideSite, type Overrides } from './overrides.js';
import { readClassDependencies } from './read-dependencies.js';
import { readExports } from './read-exports.js';
import { type ModuleReading, readModules } from './read-modules.js';
import {
  createProvider,
  isClass,
  KNOWN_SCOPES,
  type ProviderList,
  readClass,
  readDefinition,
} from './read-provider.js';

export type ProviderDraft = Draft<ProviderModel>;

/** Everything read so far; `linkGraph` connects it. */
export interface Reading {
  readonly root: ModuleModel;
  readonly modules: readonly ModuleModel[];
  readonly providers: ProviderDraft[];
  /** Who provides a token: one provider, or several in different modules. */
  readonly byToken: Map<unknown, ProviderDraft | ProviderDraft[]>;
  /** What is contributed to each multi-token, in import order. */
  readonly contributions: Map<unknown, ProviderDraft[]>;
  /** Those of kind `prepared`. */
  readonly prepared: ProviderDraft[];
  readonly overrides: Overrides;
  readonly report: (fault: Diagnostic) => void;
}

/**
 * Reads modules, providers and exports into a model that is not linked yet.
 *
 * @param report - takes each fault; reading goes on after it
 * @returns undefined when the root is no module
 */
export function readApplication(
  root: unknown,
  overrides: Overrides,
  report: (fault: Diagnostic) => void,
): Reading | undefined {
  const modules = readModules(root, overrides, report);
  const last = modules.at(-1);
  if (!last) return undefined;
  const reading: Reading = {
    root: last.module,
    modules: modules.map(({ module }) => module),
    providers: [],
    byToken: new Map(),
    contributions: new Map(),
    prepared: [],
    overrides,
    report,
  };
  for (const module of modules) {
    readProviders(reading, module);
    readExports(module, reading);
  }
  for (const contribution of overrides.contributions()) addProvider(reading, contribution, last.module, 'provider');
  return reading;
}

function readProviders(reading: Reading, { module, definitions, configured }: ModuleReading): void {
  const options = configured?.by.optionsProvider;
  if (options) {
    const provider = addProvider(reading, options, module, 'options');
    if (provider && configured.importer) provider.viewpoint = configured.importer;
  }
  for (const definition of definitions) {
    for (const element of definition.providers ?? []) {
      const injectable = typeof element === 'function' ? findRecord(element)?.injectable : undefined;
      if (injectable?.isPlain) addPlainClass(reading, element as AbstractClass, injectable, module, 'provider');
      else addProvider(reading, element, module, 'provider');
    }
    for (const element of definition.controllers ?? []) {
      if (typeof element === 'function') addProvider(reading, element, module, 'controller');
      else reading.report(notAController(element, module));
    }
  }
  const own = findRecord(module.type)?.injectable;
  if (own?.isPlain) addPlainClass(reading, module.type, own, module, 'module');
  else addProvider(reading, module.type, module, 'module');
}

function notAController(element: unknown, module: ModuleModel): Diagnostic {
  const site = moduleSite(module, '.controllers');
  const owner = `${module.name}.controllers`;
  if (element === undefined) {
    return faults.undefinedToken(site, { asks: `${owner} has something`, decorator: '@Module', mayBeLazy: false });
  }
  const problem = `has ${tokenName(element)}, which is not a class`;
  return faults.invalidProvider(site, { owner, problem, fix: 'list the class itself' });
}

/**
 * Does what `addProvider` does for the usual element of a list, with fewer steps: boot is cold code, and an application
 * may list thousands of such classes.
 */
function addPlainClass(
  reading: Reading,
  type: AbstractClass,
  injectable: InjectableRecord,
  module: ModuleModel,
  role: 'provider' | 'module',
): void {
  const { byToken, providers, overrides } = reading;
  const isMisplaced = injectable.decorator === 'Module' && role !== 'module';
  if (isMisplaced || !overrides.isEmpty || byToken.has(type)) {
    addProvider(reading, type, module, role);
    return;
  }
  const { scope, parameterTypes = NO_TYPES } = injectable;
  const provider = createProvider(providers.length, type, 'class', role, scope, module, type, injectable);
  provider.plainTypes = parameterTypes;
  byToken.set(type, provider);
  providers.push(provider);
  (module.providers as ProviderModel[]).push(provider);
}

const NO_TYPES: readonly unknown[] = Object.freeze([]);

/** Reads a provider, or what overrides it, and makes it known by its token. */
export function addProvider(
  reading: Reading,
  element: unknown,
  module: ModuleModel,
  role: ProviderRole,
  askedBy?: ProviderModel,
): ProviderDraft | undefined {
  const { providers, overrides } = reading;
  let provider = readElement(reading, element, module, role);
  if (provider && !overrides.isEmpty) provider = overridden(reading, provider, element);
  if (!provider || !makeKnown(reading, provider)) return undefined;
  if (askedBy) provider.askedBy = askedBy;
  providers.push(provider);
  // A class that no module lists is found by its token alone: it may come late, when modules are frozen.
  if (role === 'controller') (module.controllers as ProviderModel[]).push(provider);
  else if (role !== 'implicit') (module.providers as ProviderModel[]).push(provider);
  if (provider.kind === 'class') {
    readClassDependencies(provider, findRecord(provider.source as object), reading.report);
  }
  if (provider.kind === 'prepared') reading.prepared.push(provider);
  return provider;
}

/** Gives what a test has put in a provider's place, or the provider itself. */
function overridden(reading: Reading, provider: ProviderDraft, element: unknown): ProviderDraft | undefined {
  const { token, module, role } = provider;
  const found = reading.overrides.ofToken(token);
  const override = found?.at(-1);
  if (!found || !override) return provider;
  if (token instanceof MultiToken) {
    // Contributions are replaced all together, at the end.
    provider.isOverridden = true;
    return found.includes(element as ProviderDefinition) ? provider : undefined;
  }
  const list = { name: 'The list of overrides', site: () => ({ where: overrideSite(token) }) };
  const replacement = readElement(reading, override, module, role, list);
  if (replacement) replacement.isOverridden = true;
  return replacement;
}

function readElement(
  { providers, report }: Reading,
  element: unknown,
  module: ModuleModel,
  role: ProviderRole,
  list?: ProviderList,
): ProviderDraft | undefined {
  const record = typeof element === 'function' ? findRecord(element) : undefined;
  if (record?.injectable === undefined ? !isClass(element) : record.module !== undefined && role !== 'module') {
    const place = list ?? { name: `${module.name}.providers`, site: () => moduleSite(module, '.providers') };
    return readDefinition(element, module, role, providers.length, place, report);
  }
  const copies = record === undefined ? findOtherCopy(element) : undefined;
  if (copies) {
    report(faults.twoCopies(moduleSite(module), { name: tokenName(element), ...copies }));
    return undefined;
  }
  const provider = readClass(element as AbstractClass, record?.injectable, module, role, providers.length);
  if (isScope(provider.scope)) return provider;
  const problem = `has the scope ${tokenName(provider.scope)}`;
  report(faults.invalidProvider(siteOf(provider), { owner: provider.name, problem, fix: KNOWN_SCOPES }));
  return undefined;
}

/** Makes a provider reachable by its token. Gives false, after a fault, when it would be made twice. */
function makeKnown(reading: Reading, provider: ProviderDraft): boolean {
  const { token } = provider;
  const known = reading.byToken.get(token);
  if (known !== undefined) return makeKnownToo(reading, provider, Array.isArray(known) ? known : [known]);
  if (!(token instanceof MultiToken)) {
    reading.byToken.set(token, provider);
    return true;
  }
  const contributions = reading.contributions.get(token);
  if (contributions) contributions.push(provider);
  else reading.contributions.set(token, [provider]);
  return true;
}

/** Lets another module provide a token as well. */
function makeKnownToo({ byToken, report }: Reading, provider: ProviderDraft, others: ProviderDraft[]): boolean {
  const { token, module, name } = provider;
  const twin = others.find((other) => other.module === module || (listsItself(other) && listsItself(provider)));
  if (!twin) {
    byToken.set(token, [...others, provider]);
    return true;
  }
  const isController = provider.role === 'controller';
  const names = { wanted: name, first: twin.module.name, second: module.name, isController };
  report(faults.duplicateProvider(moduleSite(module, isController ? '.controllers' : '.providers'), names));
  return false;
}

/** Whether a class stands in a list as it is; such a one belongs to one module only. */
function listsItself({ token, source, isOverridden }: ProviderModel): boolean {
  return token === source && !isOverridden;
}
