import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { findOtherCopy } from '../diagnostics/package-copies.js';
import { nearestNames } from '../diagnostics/nearest-names.js';
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
  // Nearest to the root first, so that the way to a module, in messages, is a shortest one.
  const found: { readonly reference: unknown; readonly importer: ModuleReading | undefined }[] = [
    { reference: root, importer: undefined },
  ];
  for (const { reference, importer } of found) find(reference, importer);
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
    reading ??= start(type, importer?.module, replacement !== undefined);
    if (!reading) return;
    if (importer && !importer.imports.includes(reading)) {
      importer.imports.push(reading);
      importer.module.imports.push(reading.module);
    }
    if (isNew) addDefinition(reading, reading.definitions[0] as ModuleDefinition);
    if (configured) configure(reading, configured, importer?.module);
  }

  function start(type: unknown, importer: ModuleModel | undefined, isReplacement: boolean): ModuleReading | undefined {
    const record = typeof type === 'function' ? findRecord(type) : undefined;
    if (!record?.module) {
      report(notAModule(type, importer, isReplacement));
      return undefined;
    }
    const reading: ModuleReading = {
      module: {
        type: type as AbstractClass,
        name: tokenName(type),
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
    for (const { problem, fix } of problems)
      report(faults.invalidModule(moduleSite(module), { module: module.name, problem, fix }));
    if (problems.some(({ isFatal }) => isFatal)) {
      definitions[definitions.indexOf(definition)] = {};
      return;
    }
    if (definition.global === true) module.isGlobal = true;
    for (const reference of definition.imports ?? []) found.push({ reference, importer: reading });
  }
}

function notAModule(type: unknown, importer: ModuleModel | undefined, isReplacement: boolean): Diagnostic {
  const site = importer
    ? moduleSite(importer, '.imports')
    : { where: { signature: `createContext(${tokenName(type)})` } };
  const copies = findOtherCopy(type);
  const isConfigured = copies && typeof type === 'object' && type !== null && 'module' in type;
  const found = tokenName(isConfigured ? type.module : type);
  if (copies) return faults.twoCopies(site, { name: found, ...copies });
  return faults.notAModule(site, { owner: importer?.name ?? '', found, isA: kindOf(type, importer), isReplacement });
}

function kindOf(
  type: unknown,
  importer: ModuleModel | undefined,
): 'root' | 'undefined' | 'provider' | 'class' | 'other' {
  if (!importer) return 'root';
  if (type === undefined) return 'undefined';
  if (typeof type !== 'function') return 'other';
  return findRecord(type)?.injectable ? 'provider' : 'class';
}

/** One thing that is wrong with what `@Module` was given. */
interface Problem {
  readonly problem: string;
  readonly fix?: string;
  /** Whether nothing of the definition can be read. */
  readonly isFatal: boolean;
}

function problemsOf(definition: unknown): Problem[] {
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) {
    return [{ problem: `it was given ${tokenName(definition)}`, isFatal: true }];
  }
  const problems: Problem[] = [];
  for (const key of Object.keys(definition)) {
    if (KEYS.includes(key)) continue;
    const [meant] = nearestNames(key, KEYS);
    const fix = meant === undefined ? `remove ${key}` : `write ${meant} instead of ${key}`;
    problems.push({ problem: `it has no use for ${key}`, fix, isFatal: false });
  }
  for (const key of LISTS) {
    const list: unknown = (definition as ModuleDefinition)[key];
    if (list === undefined || Array.isArray(list)) continue;
    problems.push({ problem: `${key} is ${tokenName(list)}, and no array`, fix: `write ${key}: [ … ]`, isFatal: true });
  }
  const isGlobal: unknown = (definition as ModuleDefinition).global;
  if (isGlobal !== undefined && typeof isGlobal !== 'boolean') {
    problems.push({
      problem: `global is ${tokenName(isGlobal)}, and no boolean`,
      fix: 'write global: true',
      isFatal: false,
    });
  }
  return problems;
}

/** Orders modules so that each stands after those that it imports, and reports circles. */
function inImportOrder(root: ModuleReading | undefined, report: (fault: Diagnostic) => void): ModuleReading[] {
  const ordered: ModuleReading[] = [];
  /** The modules being walked through, each imported by the one before, and where the walk stands in its imports. */
  const open: ModuleReading[] = root ? [root] : [];
  const next: number[] = [0];
  while (open.length > 0) {
    const reading = open.at(-1) as ModuleReading;
    reading.state = 'open';
    const imported = reading.imports[next[open.length - 1] as number];
    if (imported === undefined) {
      reading.state = 'ordered';
      ordered.push(reading);
      open.pop();
    } else {
      next[open.length - 1] = (next[open.length - 1] as number) + 1;
      if (imported.state === 'open') reportCircle(imported);
      else if (imported.state === 'new') next[open.push(imported) - 1] = 0;
    }
  }
  return ordered;

  function reportCircle(again: ModuleReading): void {
    const cycle = [...open.slice(open.indexOf(again)), again].map(({ module }) => module.name);
    report(faults.circularImport(moduleSite(again.module, '.imports'), { cycle }));
  }
}

/** Whether something stands for a module: a class with `@Module`, or what its `with(…)` gave. */
export function isModule(element: unknown): boolean {
  return (
    element instanceof ConfiguredModule || (typeof element === 'function' && findRecord(element)?.module !== undefined)
  );
}
