import type { Diagnostic, Where } from './diagnostic.js';
import { didYouMean } from './nearest-names.js';

/*
 * Every code of @tenon/core, with its words. Callers give names; nothing here knows the container.
 * docs/errors.md explains each, and test/errors/ has a golden file for each.
 */

/** Where a fault stands and how it came to matter: what most faults have in common. */
export interface Site {
  readonly where?: Where | undefined;
  readonly path?: readonly string[] | undefined;
}

type Fault<T = unknown> = (site: Site, facts: T) => Diagnostic;

export const unknownDependency: Fault<{ owner: string; wanted: string; known: Iterable<string>; isClass: boolean }> = (
  site,
  { owner, wanted, known, isClass },
) => ({
  code: 'TENON_CONTAINER_UNKNOWN_DEPENDENCY',
  message: `${owner} needs ${wanted}, which nothing provides.${didYouMean(wanted, known)}`,
  ...site,
  fix: isClass
    ? `mark ${wanted} with @Injectable(), or list it in the providers of a module`
    : `add provide(…) for ${wanted} to the providers of a module, or mark the parameter @Optional()`,
});

export const notExported: Fault<{
  owner: string;
  wanted: string;
  keeper: string;
  asker: string;
  isExported: boolean;
  isImported: boolean;
}> = (site, { owner, wanted, keeper, asker, isExported, isImported }) => ({
  code: 'TENON_CONTAINER_NOT_EXPORTED',
  message: isExported
    ? `${owner} needs ${wanted}, which ${keeper} exports but ${asker} does not import.`
    : `${owner} needs ${wanted}, which ${keeper} keeps to itself.`,
  ...site,
  fix: isExported
    ? `add ${keeper} to ${asker}.imports`
    : `add ${wanted} to ${keeper}.exports${isImported ? '' : ` and ${keeper} to ${asker}.imports`}`,
});

export const ambiguousDependency: Fault<{
  owner: string;
  wanted: string;
  asker: string;
  keepers: readonly string[];
}> = (site, { owner, wanted, asker, keepers }) => ({
  code: 'TENON_CONTAINER_AMBIGUOUS',
  message: `${owner} needs ${wanted}, which ${asker} gets from ${keepers.join(' and from ')}.`,
  ...site,
  fix: `export ${wanted} from one of them only, or provide it in ${asker} itself`,
});

export const erasedType: Fault<{ owner: string; parameter: string; emitted: string }> = (
  site,
  { owner, parameter, emitted },
) => ({
  code: 'TENON_CONTAINER_ERASED_TYPE',
  message: `${owner} does not say what to inject as ${parameter}: its type is emitted as ${emitted}.`,
  ...site,
  fix: `use a class as the type, imported without "import type", or name a token: @Inject(TOKEN) ${parameter}`,
});

export const restParameter: Fault<{ owner: string; parameter: string }> = (site, { owner, parameter }) => ({
  code: 'TENON_CONTAINER_REST_PARAMETER',
  message: `${owner} takes the rest parameter ...${parameter}, and compilers disagree on its type.`,
  ...site,
  fix: `take one parameter with @InjectAll(MULTI_TOKEN) ${parameter}: readonly T[]`,
});

export const undefinedToken: Fault<{ owner: string; parameter: string }> = (site, { owner, parameter }) => ({
  code: 'TENON_CONTAINER_UNDEFINED_TOKEN',
  message: `${owner} asks for ${parameter} by a class that was undefined when the decorator ran.`,
  ...site,
  fix: 'two files import each other: move what both need to a third, or use @InjectLazy(() => TheClass)',
});

export const invalidToken: Fault<{ owner: string; found: string }> = (site, { owner, found }) => ({
  code: 'TENON_CONTAINER_INVALID_TOKEN',
  message: `${owner} uses ${found} as a token.`,
  ...site,
  fix: "use a class, or a token made with createToken<T>('what it is')",
});

export const noMetadata: Fault<{ owner: string }> = (site, { owner }) => ({
  code: 'TENON_CONTAINER_NO_METADATA',
  message: `${owner} has constructor parameters, but the compiler emitted no types for them.`,
  ...site,
  fix: 'set "emitDecoratorMetadata": true and compile with tsc, oxc or swc; esbuild, tsx and Node\'s type stripping emit none',
});

export const notDecorated: Fault<{ owner: string; heir?: string | undefined }> = (site, { owner, heir }) => ({
  code: 'TENON_CONTAINER_NOT_DECORATED',
  message: heir
    ? `${heir} inherits the constructor of ${owner}, which has parameters but no decorator.`
    : `${owner} has constructor parameters but no decorator, so their types are not known.`,
  ...site,
  fix: `mark ${owner} with @Injectable()`,
});

export const circularDependency: Fault<{ cycle: readonly string[] }> = (site, { cycle }) => ({
  code: 'TENON_CONTAINER_CIRCULAR',
  message: `${cycle.join(' → ')} is a circle: none of them can be made first.`,
  ...site,
  fix: `break it on purpose with @InjectLazy(() => ${cycle[1] ?? cycle[0]}) in ${cycle[0]}, or move what both need to a third class`,
});

export const scopeConflict: Fault<{ owner: string; wanted: string; chain: readonly string[]; isAll: boolean }> = (
  site,
  { owner, wanted, chain, isAll },
) => ({
  code: 'TENON_CONTAINER_NEEDS_REQUEST',
  message:
    chain.length > 2
      ? `${owner} lives as long as the application and needs ${wanted}, which lives in a request (${chain.join(' → ')}).`
      : `${owner} lives as long as the application and needs ${wanted}, which lives in a request.`,
  ...site,
  fix: isAll
    ? `make ${chain.at(-1)} a singleton that takes a Ref, or mark ${owner} @Injectable({ scope: 'request' })`
    : `take @InjectRef(${wanted}) and call .get() within a request, or mark ${owner} @Injectable({ scope: 'request' })`,
});

export const duplicateProvider: Fault<{ wanted: string; first: string; second: string }> = (
  site,
  { wanted, first, second },
) => ({
  code: 'TENON_CONTAINER_DUPLICATE_PROVIDER',
  message:
    first === second
      ? `${first} provides ${wanted} twice.`
      : `${wanted} is listed by ${first} and by ${second}, and would be made twice.`,
  ...site,
  fix:
    first === second
      ? 'remove one of the two'
      : `list it in ${first} only, export it there, and import ${first} in ${second}`,
});

export const invalidProvider: Fault<{ module: string; found: string }> = (site, { module, found }) => ({
  code: 'TENON_CONTAINER_INVALID_PROVIDER',
  message: `${module} lists ${found}, which is not a provider.`,
  ...site,
  fix: 'list a class, or provide(TOKEN, { useClass | useValue | useExisting | useFactory })',
});

export const unusedOverride: Fault<{ wanted: string; known: Iterable<string> }> = (site, { wanted, known }) => ({
  code: 'TENON_CONTAINER_UNUSED_OVERRIDE',
  message: `The override of ${wanted} replaces nothing: the application does not have it.${didYouMean(wanted, known)}`,
  ...site,
  fix: 'remove the override, or override what the application provides',
});

export const factoryFailed: Fault<{ owner: string; cause: unknown }> = (site, { owner, cause }) => ({
  code: 'TENON_CONTAINER_FACTORY_FAILED',
  message: `The factory of ${owner} failed.`,
  ...site,
  cause,
  fix: 'see the cause',
});

export const constructorFailed: Fault<{ owner: string; cause: unknown }> = (site, { owner, cause }) => ({
  code: 'TENON_CONTAINER_CONSTRUCTOR_FAILED',
  message: `The constructor of ${owner} threw.`,
  ...site,
  cause,
  fix: 'see the cause',
});

export const factoryTimeout: Fault<{ owner: string; timeoutMs: number }> = (site, { owner, timeoutMs }) => ({
  code: 'TENON_CONTAINER_FACTORY_TIMEOUT',
  message: `The factory of ${owner} has not finished within ${timeoutMs} ms.`,
  ...site,
  fix: 'find out what it waits for, or raise timeoutMs',
});

export const noRequest: Fault<{ wanted: string }> = (site, { wanted }) => ({
  code: 'TENON_CONTAINER_NO_REQUEST',
  message: `${wanted} lives in a request, and there is none here.`,
  ...site,
  fix: 'call it while a request is served, or within context.createRequestScope().run(() => …)',
});

export const isAsync: Fault<{ wanted: string }> = (site, { wanted }) => ({
  code: 'TENON_CONTAINER_ASYNC',
  message: `${wanted} cannot be had at once: making it is asynchronous.`,
  ...site,
  fix: `use await resolve(…) in place of get(…)`,
});

export const notReady: Fault<{ wanted: string }> = (site, { wanted }) => ({
  code: 'TENON_CONTAINER_NOT_READY',
  message: `${wanted} has not been made yet.`,
  ...site,
  fix: 'call .get() in onInit, onReady or later, not in a constructor',
});

export const isClosed: Fault<{ wanted: string; what: string }> = (site, { wanted, what }) => ({
  code: 'TENON_CONTAINER_CLOSED',
  message: `${wanted} was asked for after the ${what} had been closed.`,
  ...site,
  fix: `take what you need before close()`,
});

export const notAModule: Fault<{ owner: string; found: string; isProvider: boolean; isUndefined: boolean }> = (
  site,
  { owner, found, isProvider, isUndefined },
) => ({
  code: 'TENON_MODULE_NOT_A_MODULE',
  message: isUndefined
    ? `${owner} imports something that was undefined when @Module ran.`
    : `${owner} imports ${found}, which is not a module.`,
  ...site,
  fix: isUndefined
    ? 'two files import each other: move what both need to a third module'
    : isProvider
      ? `list ${found} in providers, or mark it with @Module()`
      : `mark it with @Module()`,
});

export const invalidModule: Fault<{ module: string; key: string; problem: string }> = (
  site,
  { module, key, problem },
) => ({
  code: 'TENON_MODULE_INVALID_DEFINITION',
  message: `@Module of ${module} cannot be read: ${key} ${problem}`,
  ...site,
  fix: 'give it an object with imports, providers, controllers and exports as arrays, and global as a boolean',
});

export const unknownExport: Fault<{ module: string; wanted: string; known: Iterable<string> }> = (
  site,
  { module, wanted, known },
) => ({
  code: 'TENON_MODULE_UNKNOWN_EXPORT',
  message: `${module} exports ${wanted}, which it neither provides nor imports.${didYouMean(wanted, known)}`,
  ...site,
  fix: `add ${wanted} to ${module}.providers, or import the module that exports it`,
});

export const configuredTwice: Fault<{ module: string; first: string; second: string }> = (
  site,
  { module, first, second },
) => ({
  code: 'TENON_MODULE_CONFIGURED_TWICE',
  message: `${module} is configured by ${first} and, with other options, by ${second}.`,
  ...site,
  fix: `call ${module}.with(…) in one place, and import ${module} without options everywhere else`,
});

export const notConfigured: Fault<{ module: string; owner: string }> = (site, { module, owner }) => ({
  code: 'TENON_MODULE_NOT_CONFIGURED',
  message: `${owner} needs the options of ${module}, which nobody has configured.`,
  ...site,
  fix: `import ${module}.with({ … }) in one module, usually the root`,
});

export const circularImport: Fault<{ cycle: readonly string[] }> = (site, { cycle }) => ({
  code: 'TENON_MODULE_CIRCULAR_IMPORT',
  message: `${cycle.join(' → ')} is a circle of imports.`,
  ...site,
  fix: 'move what both need to a third module that both import',
});

export const optionsFailed: Fault<{ module: string; cause: unknown }> = (site, { module, cause }) => ({
  code: 'TENON_MODULE_OPTIONS_FAILED',
  message: `The function that gives the options of ${module} failed.`,
  ...site,
  cause,
  fix: 'see the cause',
});

export const hookFailed: Fault<{ owner: string; hook: string; cause: unknown }> = (site, { owner, hook, cause }) => ({
  code: 'TENON_LIFECYCLE_HOOK_FAILED',
  message: `${owner}.${hook}() failed.`,
  ...site,
  cause,
  fix: 'see the cause',
});

export const hookTimeout: Fault<{ owner: string; hook: string; timeoutMs: number }> = (
  site,
  { owner, hook, timeoutMs },
) => ({
  code: 'TENON_LIFECYCLE_HOOK_TIMEOUT',
  message: `${owner}.${hook}() has not finished within ${timeoutMs} ms.`,
  ...site,
  fix: 'find out what it waits for, or raise timeoutMs',
});

export const twoCopies: Fault<{ name: string; here: string; there: string }> = (site, { name, here, there }) => ({
  code: 'TENON_CORE_TWO_COPIES',
  message: `${name} was declared with another copy of @tenon/core: this one is ${here}, the other ${there}.`,
  ...site,
  fix: 'make all packages use one version (npm ls @tenon/core), then npm dedupe',
});
