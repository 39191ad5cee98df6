import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { findOtherCopy } from '../diagnostics/package-copies.js';
import { didYouMean } from '../diagnostics/nearest-names.js';
import { findRecord } from '../metadata/class-record.js';
import { ConfiguredModule, type ModuleDefinition } from '../metadata/module-definition.js';
import { type AbstractClass, tokenName } from '../metadata/token.js';
import { moduleSite } from './describe.js';
import type { Draft, ModuleModel } from './model.js';
import type { Overrides } from './overrides.js';
import { sameOptions } from './same-options.js';

/** A module that was found, with what `@Module` and `with(…)` say of it. */
export interface ModuleReading {
  readonly module: Draft<ModuleModel>;
  /** What `@Module` says, then what the module's `with(…)` adds. */
  readonly definitions: ModuleDefinition[];
  configured?: { readonly by: ConfiguredModule; readonly importer: ModuleModel | undefined };
}

const LISTS = ['imports', 'providers', 'controllers', 'exports'] as const;
const KEYS: readonly string[] = [...LISTS, 'global'];

/**
 * Finds the root module and all that it imports, directly or not.
 *
 * Providers are not read yet: a module may be configured further on than where it is first imported.
 *
 * @returns the modules in import order, each after those that it imports; empty when the root is no module
 */
export function readModules(root: unknown, overrides: Overrides, report: (fault: Diagnostic) => void): ModuleReading[] {
  const readings = new Map<AbstractClass, ModuleReading>();
  find(root, undefined);
  return inImportOrder([...readings.values()], report);

  function find(reference: unknown, importer: Draft<ModuleModel> | undefined): void {
    let configured = reference instanceof ConfiguredModule ? reference : undefined;
    let type = configured ? configured.module : reference;
    const replacement = overrides.ofModule(type);
    if (replacement) {
      configured = replacement instanceof ConfiguredModule ? replacement : undefined;
      type = configured ? configured.module : replacement;
    }
    let reading = readings.get(type as AbstractClass);
    const isNew = reading === undefined;
    reading ??= start(type, importer);
    if (!reading) return;
    if (importer && !importer.imports.includes(reading.module)) importer.imports.push(reading.module);
    if (isNew) addDefinition(reading, reading.definitions[0] as ModuleDefinition);
    if (configured) configure(reading, configured, importer);
  }

  function start(type: unknown, importer: ModuleModel | undefined): ModuleReading | undefined {
    const record = typeof type === 'function' ? findRecord(type) : undefined;
    if (!record?.module) {
      report(notAModule(type, importer, record?.injectable !== undefined));
      return undefined;
    }
    const reading: ModuleReading = {
      module: {
        type: type as AbstractClass,
        name: (type as AbstractClass).name,
        isGlobal: false,
        imports: [],
        importedBy: importer,
        providers: [],
        controllers: [],
        exports: [],
        place: record.module.place,
      },
      definitions: [record.module.definition],
    };
    readings.set(type as AbstractClass, reading);
    return reading;
  }

  function configure(reading: ModuleReading, by: ConfiguredModule, importer: ModuleModel | undefined): void {
    const known = reading.configured;
    if (!known) {
      reading.configured = { by, importer };
      reading.definitions.push(by.definition);
      addDefinition(reading, by.definition);
    } else if (known.by !== by && !sameOptions(known.by.options, by.options)) {
      const names = {
        module: reading.module.name,
        first: known.importer?.name ?? 'the root',
        second: importer?.name ?? 'the root',
      };
      report(faults.configuredTwice(importer ? moduleSite(importer, '.imports') : {}, names));
    }
  }

  function addDefinition({ module, definitions }: ModuleReading, definition: ModuleDefinition): void {
    const problems = problemsOf(definition);
    for (const { key, problem } of problems)
      report(faults.invalidModule(moduleSite(module), { module: module.name, key, problem }));
    if (problems.some(({ isFatal }) => isFatal)) {
      definitions[definitions.indexOf(definition)] = {};
      return;
    }
    if (definition.global) module.isGlobal = true;
    for (const imported of definition.imports ?? []) find(imported, module);
  }
}

function notAModule(type: unknown, importer: ModuleModel | undefined, isProvider: boolean): Diagnostic {
  const site = importer
    ? moduleSite(importer, '.imports')
    : { where: { signature: `createContext(${tokenName(type)})` } };
  const copies = findOtherCopy(type);
  const found = tokenName(type);
  if (copies) return faults.twoCopies(site, { name: found, ...copies });
  const owner = importer?.name ?? 'createContext';
  return faults.notAModule(site, { owner, found, isProvider, isUndefined: type === undefined });
}

function problemsOf(definition: unknown): { key: string; problem: string; isFatal: boolean }[] {
  if (typeof definition !== 'object' || definition === null) {
    return [{ key: 'what it was given', problem: `is ${tokenName(definition)}`, isFatal: true }];
  }
  const problems = [];
  for (const key of Object.keys(definition)) {
    if (!KEYS.includes(key)) {
      problems.push({
        key: `"${key}"`,
        problem: `is not known.${didYouMean(key, KEYS)}`
          .replace(/\.(?: Did|$)/, (end) => (end === '.' ? '' : ', did'))
          .replace(/\?$/, ''),
        isFatal: false,
      });
    }
  }
  for (const key of LISTS) {
    const list: unknown = (definition as ModuleDefinition)[key];
    if (list !== undefined && !Array.isArray(list)) {
      problems.push({ key: `"${key}"`, problem: `is ${tokenName(list)}, not an array`, isFatal: true });
    }
  }
  return problems;
}

/** Orders modules so that each stands after those that it imports, and reports circles. */
function inImportOrder(readings: readonly ModuleReading[], report: (fault: Diagnostic) => void): ModuleReading[] {
  const byModule = new Map(readings.map((reading) => [reading.module as ModuleModel, reading]));
  const ordered = new Set<ModuleReading>();
  const open: ModuleModel[] = [];
  const root = readings[0];
  if (root) close(root);
  return [...ordered];

  function close(reading: ModuleReading): void {
    if (ordered.has(reading)) return;
    const { module } = reading;
    const start = open.indexOf(module);
    if (start >= 0) {
      const cycle = [...open.slice(start), module].map(({ name }) => name);
      report(faults.circularImport(moduleSite(module, '.imports'), { cycle }));
      return;
    }
    open.push(module);
    for (const imported of module.imports) close(byModule.get(imported) as ModuleReading);
    open.pop();
    ordered.add(reading);
  }
}
