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
  readonly imports: ModuleReading[];
  state: 'new' | 'open' | 'ordered';
  configured?: { readonly by: ConfiguredModule; readonly importer: ModuleModel | undefined };
}

const LISTS: readonly string[] = ['imports', 'providers', 'controllers', 'exports'];
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
  return inImportOrder([...readings.values()][0], report);

  function find(reference: unknown, importer: ModuleReading | undefined): void {
    let configured = reference instanceof ConfiguredModule ? reference : undefined;
    let type = configured ? configured.module : reference;
    const replacement = overrides.ofModule(type);
    if (replacement) {
      configured = replacement instanceof ConfiguredModule ? replacement : undefined;
      type = configured ? configured.module : replacement;
    }
    let reading = readings.get(type as AbstractClass);
    const isNew = reading === undefined;
    reading ??= start(type, importer?.module);
    if (!reading) return;
    if (importer && !importer.imports.includes(reading)) {
      importer.imports.push(reading);
      importer.module.imports.push(reading.module);
    }
    if (isNew) addDefinition(reading, reading.definitions[0] as ModuleDefinition);
    if (configured) configure(reading, configured, importer?.module);
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
      imports: [],
      state: 'new',
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

  function addDefinition(reading: ModuleReading, definition: ModuleDefinition): void {
    const { module, definitions } = reading;
    const problems = problemsOf(definition);
    for (const { key, problem } of problems)
      report(faults.invalidModule(moduleSite(module), { module: module.name, key, problem }));
    if (problems.some(({ isFatal }) => isFatal)) {
      definitions[definitions.indexOf(definition)] = {};
      return;
    }
    if (definition.global) module.isGlobal = true;
    for (const imported of definition.imports ?? []) find(imported, reading);
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
    return [{ key: 'what it was given', problem: `is ${tokenName(definition)}.`, isFatal: true }];
  }
  const problems = [];
  for (const [key, value] of Object.entries(definition)) {
    if (key === 'global' || value === undefined || (Array.isArray(value) && LISTS.includes(key))) continue;
    problems.push(
      LISTS.includes(key)
        ? { key: `"${key}"`, problem: `is ${tokenName(value)}, not an array.`, isFatal: true }
        : { key: `"${key}"`, problem: `is not known.${didYouMean(key, KEYS)}`, isFatal: false },
    );
  }
  return problems;
}

/** Orders modules so that each stands after those that it imports, and reports circles. */
function inImportOrder(root: ModuleReading | undefined, report: (fault: Diagnostic) => void): ModuleReading[] {
  const ordered: ModuleReading[] = [];
  const open: ModuleReading[] = [];
  if (root) close(root);
  return ordered;

  function close(reading: ModuleReading): void {
    reading.state = 'open';
    open.push(reading);
    for (const imported of reading.imports) {
      if (imported.state === 'new') close(imported);
      else if (imported.state === 'open') reportCircle(imported);
    }
    open.pop();
    reading.state = 'ordered';
    ordered.push(reading);
  }

  function reportCircle(again: ModuleReading): void {
    const cycle = [...open.slice(open.indexOf(again)), again].map(({ module }) => module.name);
    report(faults.circularImport(moduleSite(again.module, '.imports'), { cycle }));
  }
}
