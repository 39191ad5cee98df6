import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { findRecord } from '../metadata/class-record.js';
import { ConfiguredModule } from '../metadata/module-definition.js';
import { type AbstractClass, MultiToken, tokenName } from '../metadata/token.js';
import { moduleSite } from './describe.js';
import type { Draft, ModuleModel, ProviderModel, ProviderRole } from './model.js';
import type { Overrides } from './overrides.js';
import { type ModuleReading, readModules } from './read-modules.js';
import { readClassDependencies } from './read-dependencies.js';
import { readClass, readDefinition } from './read-provider.js';

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
    overrides,
    report,
  };
  for (const module of modules) {
    readProviders(reading, module);
    readExports(reading, module);
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
    for (const element of definition.providers ?? []) addProvider(reading, element, module, 'provider');
    for (const element of definition.controllers ?? []) {
      if (typeof element === 'function') addProvider(reading, element, module, 'controller');
      else {
        const found = `${tokenName(element)} as a controller`;
        reading.report(faults.invalidProvider(moduleSite(module, '.controllers'), { module: module.name, found }));
      }
    }
  }
  addProvider(reading, module.type, module, 'module');
}

function isModule(element: unknown): boolean {
  return (
    element instanceof ConfiguredModule || (typeof element === 'function' && findRecord(element)?.module !== undefined)
  );
}

/** Reads a provider, or what overrides it, and makes it known by its token. */
export function addProvider(
  reading: Reading,
  element: unknown,
  module: ModuleModel,
  role: ProviderRole,
  askedBy?: ProviderModel,
): ProviderDraft | undefined {
  const { providers, report, overrides } = reading;
  let provider = readElement(reading, element, module, role);
  if (!provider) return undefined;
  const override = overrides.isEmpty ? undefined : overrides.ofToken(provider.token)?.at(-1);
  if (override && override !== element) {
    // Contributions to a multi-token are replaced all together, at the end.
    if (provider.token instanceof MultiToken) return undefined;
    provider = readElement(reading, override, module, role);
    if (!provider) return undefined;
  }
  provider.isOverridden = override !== undefined;
  provider.askedBy = askedBy;
  if (!makeKnown(reading, provider)) return undefined;
  providers.push(provider);
  // A class that no module lists is found by its token alone: it may come late, when modules are frozen.
  if (role === 'controller') (module.controllers as ProviderModel[]).push(provider);
  else if (role !== 'implicit') (module.providers as ProviderModel[]).push(provider);
  if (provider.kind === 'class') readClassDependencies(provider, findRecord(provider.source as object), report);
  return provider;
}

function readElement(
  { providers, report }: Reading,
  element: unknown,
  module: ModuleModel,
  role: ProviderRole,
): ProviderDraft | undefined {
  const isClass = typeof element === 'function' && element.prototype !== undefined;
  if (!isClass && !(element instanceof ConfiguredModule))
    return readDefinition(element, module, role, providers.length, report);
  const record = findRecord(element);
  const isModule = element instanceof ConfiguredModule || record?.module !== undefined;
  if (isModule && role !== 'module') {
    const found = `${tokenName(element instanceof ConfiguredModule ? element.module : element)}, a module,`;
    return void report(faults.invalidProvider(moduleSite(module, '.providers'), { module: module.name, found }));
  }
  return readClass(element as AbstractClass, record, module, role, providers.length);
}

/** Makes a provider reachable by its token. Gives false, after a fault, when it would be made twice. */
function makeKnown({ byToken, contributions, report }: Reading, provider: ProviderDraft): boolean {
  const { token, module } = provider;
  if (token instanceof MultiToken) {
    const list = contributions.get(token);
    if (list) list.push(provider);
    else contributions.set(token, [provider]);
    return true;
  }
  const known = byToken.get(token);
  if (known === undefined) {
    byToken.set(token, provider);
    return true;
  }
  const others = Array.isArray(known) ? known : [known];
  const twin = others.find((other) => other.module === module || (listsItself(other) && listsItself(provider)));
  if (twin) {
    const names = { wanted: provider.name, first: twin.module.name, second: module.name };
    report(faults.duplicateProvider(moduleSite(module, '.providers'), names));
    return false;
  }
  byToken.set(token, [...others, provider]);
  return true;
}

/** Whether a class stands in a list as it is; such a one belongs to one module only. */
function listsItself({ token, source, isOverridden }: ProviderModel): boolean {
  return token === source && !isOverridden;
}

function readExports(reading: Reading, { module, definitions }: ModuleReading): void {
  for (const definition of definitions) {
    for (const element of definition.exports ?? []) {
      if (isModule(element)) passOn(reading, module, element);
      else exportToken(reading, module, element);
    }
  }
}

/** Exports what an imported module exports. */
function passOn({ overrides, report }: Reading, module: ModuleModel, element: unknown): void {
  const replaced = element instanceof ConfiguredModule ? element.module : element;
  const replacement = overrides.isEmpty ? replaced : (overrides.ofModule(replaced) ?? replaced);
  const type = replacement instanceof ConfiguredModule ? replacement.module : (replacement as AbstractClass);
  const imported = module.imports.find((candidate) => candidate.type === type);
  if (!imported) {
    const known = module.imports.map(({ name }) => name);
    report(
      faults.unknownExport(moduleSite(module, '.exports'), { module: module.name, wanted: tokenName(type), known }),
    );
    return;
  }
  for (const provider of imported.exports) share(provider, module);
}

function exportToken({ byToken, report }: Reading, module: ModuleModel, token: unknown): void {
  // What is contributed to a multi-token is collected from all modules, exported or not.
  if (token instanceof MultiToken) return;
  const known = byToken.get(token);
  const candidates = known === undefined ? [] : Array.isArray(known) ? known : [known];
  const provider =
    candidates.find((candidate) => candidate.module === module) ??
    candidates.find((candidate) => candidate.exportedBy.some((exporter) => module.imports.includes(exporter)));
  if (provider) {
    share(provider, module);
    return;
  }
  const names = [...module.providers, ...module.imports.flatMap((imported) => imported.exports)].map(
    ({ name }) => name,
  );
  report(
    faults.unknownExport(moduleSite(module, '.exports'), {
      module: module.name,
      wanted: tokenName(token),
      known: names,
    }),
  );
}

function share(provider: ProviderModel, module: ModuleModel): void {
  const { exportedBy } = provider;
  if (exportedBy.includes(module)) return;
  (provider as ProviderDraft).exportedBy = [...exportedBy, module];
  const { exports: shared } = module;
  (shared as ProviderModel[]).push(provider);
}
