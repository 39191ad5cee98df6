import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { ConfiguredModule } from '../metadata/module-definition.js';
import { type AbstractClass, isToken, MultiToken, tokenName } from '../metadata/token.js';
import { moduleSite } from './describe.js';
import { invalidToken } from './invalid-token.js';
import type { Draft, ModuleModel, ProviderModel } from './model.js';
import type { Overrides } from './overrides.js';
import { isModule, type ModuleReading } from './read-modules.js';

/** What has been read when exports are: everything of the modules before this one, and its own providers. */
interface ExportReading {
  readonly byToken: ReadonlyMap<unknown, Draft<ProviderModel> | Draft<ProviderModel>[]>;
  readonly overrides: Overrides;
  readonly report: (fault: Diagnostic) => void;
}

/** Reads what a module lets others see, after its providers and the modules that it imports. */
export function readExports({ module, definitions }: ModuleReading, reading: ExportReading): void {
  for (const definition of definitions) {
    for (const element of definition.exports ?? []) {
      if (isModule(element)) passOn(reading, module, element);
      else exportToken(reading, module, element);
    }
  }
}

/** Exports what an imported module exports. */
function passOn({ overrides, report }: ExportReading, module: ModuleModel, element: unknown): void {
  const replaced = element instanceof ConfiguredModule ? element.module : element;
  const replacement = overrides.isEmpty ? replaced : (overrides.ofModule(replaced) ?? replaced);
  const type = replacement instanceof ConfiguredModule ? replacement.module : (replacement as AbstractClass);
  const imported = module.imports.find((candidate) => candidate.type === type);
  if (!imported) {
    const known = module.imports.map(({ name }) => name);
    const facts = { module: module.name, wanted: tokenName(type), isModule: true, known };
    report(faults.unknownExport(moduleSite(module, '.exports'), facts));
    return;
  }
  for (const provider of imported.exports) share(provider, module);
}

function exportToken({ byToken, report }: ExportReading, module: ModuleModel, token: unknown): void {
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
  report(unknownExport(module, token));
}

function unknownExport(module: ModuleModel, token: unknown): Diagnostic {
  const site = moduleSite(module, '.exports');
  const owner = `${module.name}.exports`;
  if (token === undefined) {
    return faults.undefinedToken(site, { asks: `${owner} has something`, decorator: '@Module', mayBeLazy: false });
  }
  if (!isToken(token)) return invalidToken(site, owner, token);
  const known = [...module.providers, ...module.imports.flatMap((imported) => imported.exports)].map(
    ({ name }) => name,
  );
  return faults.unknownExport(site, { module: module.name, wanted: tokenName(token), isModule: false, known });
}

function share(provider: ProviderModel, module: ModuleModel): void {
  const { exportedBy } = provider;
  if (exportedBy.includes(module)) return;
  (provider as Draft<ProviderModel>).exportedBy = exportedBy.length === 0 ? [module] : [...exportedBy, module];
  const { exports: shared } = module;
  (shared as ProviderModel[]).push(provider);
}
