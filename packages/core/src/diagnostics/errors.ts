import type { Diagnostic, Where } from './diagnostic.js';
import { didYouMean } from './nearest-names.js';

/*
 * Every code of @tenon/core, with its words. Callers give names; nothing here knows the container.
 * docs/errors.md explains each, and test/errors/ has golden files for each.
 */

/** Where a fault stands and how it came to matter: what most faults have in common. */
export interface Site {
  readonly where?: Where | undefined;
  readonly path?: readonly string[] | undefined;
}

type Fault<T = unknown> = (site: Site, facts: T) => Diagnostic;

/** How something was asked for, which decides the words of the mend. */
export type Asking = 'parameter' | 'property' | 'list' | 'alias' | 'call';

const MEND_THE_CAUSE = 'mend the cause; error.cause has its whole stack';

/** A name as it may stand in code: that of a class; what a token's variable is called is not known. */
function inCode(name: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : 'TOKEN';
}

export const unknownDependency: Fault<{
  owner: string;
  wanted: string;
  /** The module in which it is looked for. */
  asker: string;
  asking: Asking;
  /** A `builtIn` is a class of JavaScript itself, which nobody can decorate. */
  isA: 'class' | 'builtIn' | 'token';
  known: Iterable<string>;
  /** What whoever has the token says of it. */
  mend?: string | undefined;
  /** Where another class of the same name was declared; empty if that is not known. */
  namesake?: string | undefined;
  /** A provided class that extends what is wanted. */
  heir?: string | undefined;
}> = (site, { owner, wanted, asker, asking, isA, known, mend, namesake, heir }) => {
  const twin = ` Another class of that name is provided${namesake && `, from ${namesake}`}: is the right one imported?`;
  const near = heir === undefined ? didYouMean(wanted, known) : ` ${heir}, which extends it, is provided.`;
  const hint = namesake === undefined ? near : twin;
  const add = `add provide(${inCode(wanted)}, …)${isA === 'token' ? ` for ${wanted}` : ''} to ${asker}.providers`;
  const fixes = {
    class: heir
      ? `add provide(${wanted}, { useExisting: ${heir} }) to ${asker}.providers`
      : `mark ${wanted} with @Injectable(), or list it in ${asker}.providers`,
    builtIn: add,
    token: asking === 'parameter' || asking === 'property' ? `${add}, or mark the ${asking} with @Optional()` : add,
  };
  return {
    code: 'TENON_CONTAINER_UNKNOWN_DEPENDENCY',
    message: `${owner} needs ${wanted}, which nothing provides.${hint}`,
    ...site,
    fix: mend ?? fixes[isA],
  };
};

export const notExported: Fault<{
  owner: string;
  wanted: string;
  keeper: string;
  asker: string;
  isExported: boolean;
  isImported: boolean;
  /** Whether the keeper imports the asker, directly or not, and so cannot be imported by it. */
  isAbove: boolean;
}> = (site, { owner, wanted, keeper, asker, isExported, isImported, isAbove }) => {
  const steps = [
    ...(isExported ? [] : [`${wanted} to ${keeper}.exports`]),
    ...(isImported ? [] : [`${keeper} to ${asker}.imports`]),
  ];
  return {
    code: 'TENON_CONTAINER_NOT_EXPORTED',
    message: isExported
      ? `${owner} needs ${wanted}, which ${keeper} exports but ${asker} does not import.`
      : `${owner} needs ${wanted}, which ${keeper} keeps to itself.`,
    ...site,
    fix: isAbove
      ? `${keeper} imports ${asker}, and so cannot be imported there: move ${wanted} to a module that both import`
      : `add ${steps.join(' and ')}`,
  };
};

export const ambiguousDependency: Fault<{
  owner: string;
  wanted: string;
  asker: string;
  keepers: readonly string[];
  asking: Asking;
}> = (site, { owner, wanted, asker, keepers, asking }) => ({
  code: 'TENON_CONTAINER_AMBIGUOUS',
  message:
    asking === 'call'
      ? `${owner} finds ${wanted} in ${keepers.join(' and in ')}.`
      : `${owner} needs ${wanted}, which ${asker} gets from ${keepers.join(' and from ')}.`,
  ...site,
  fix:
    asking === 'call'
      ? `inject it in the module that is meant, or provide it in ${asker} itself`
      : `export ${wanted} from one of them only, or provide it in ${asker} itself`,
});

export const erasedType: Fault<{
  owner: string;
  parameter: string;
  /** What is left of the type at run time. */
  emitted: 'nothing' | 'enum' | 'list' | 'promise' | 'primitive';
  /** The type's name. */
  type: string;
}> = (site, { owner, parameter, emitted, type }) => {
  const reasons = {
    nothing:
      'nothing is left of its type at run time (an interface, a union, any, "import type" or a forgotten import)',
    enum: 'its type is an enum',
    list: 'its type is an array, which does not say of what',
    promise: 'its type is a promise, which does not say of what',
    primitive: `its type is ${type}, which names no provider`,
  };
  const token = `name a token: @Inject(TOKEN) ${parameter}`;
  const fixes = {
    nothing: `import a class as the type, without "import type", or ${token} (@InjectRef and @InjectLazy for a Ref and a Lazy)`,
    enum: token,
    list: `take all that modules contribute, @InjectAll(MULTI_TOKEN) ${parameter}, or ${token}`,
    promise: `name a token, and take what the promise gives: asynchronous factories are waited for`,
    primitive: token,
  };
  return {
    code: 'TENON_CONTAINER_ERASED_TYPE',
    message: `${owner} does not say what to inject as ${parameter}: ${reasons[emitted]}.`,
    ...site,
    fix: fixes[emitted],
  };
};

export const restParameter: Fault<{ owner: string; parameter: string }> = (site, { owner, parameter }) => ({
  code: 'TENON_CONTAINER_REST_PARAMETER',
  message: `${owner} takes the rest parameter ...${parameter}, and compilers disagree on its type.`,
  ...site,
  fix: `take one list, of all that modules contribute: @InjectAll(MULTI_TOKEN) ${parameter}: readonly T[]`,
});

export const undefinedToken: Fault<{
  /** The beginning of a sentence, up to the thing that was undefined. */
  asks: string;
  /** What read it too early. */
  decorator: string;
  mayBeLazy: boolean;
}> = (site, { asks, decorator, mayBeLazy }) => ({
  code: 'TENON_CONTAINER_UNDEFINED_TOKEN',
  message: `${asks} that was undefined when ${decorator} ran.`,
  ...site,
  fix: `two files import each other: move what both need to a third file${mayBeLazy ? ', or take @InjectLazy(() => …)' : ''}`,
});

export const undefinedLazy: Fault<{ owner: string; parameter: string }> = (site, { owner, parameter }) => ({
  code: 'TENON_CONTAINER_UNDEFINED_TOKEN',
  message: `${owner} asks for ${parameter} by a Lazy whose function gives nothing.`,
  ...site,
  fix: 'let the function give a class or a token; it is called once all files have been loaded',
});

export const invalidToken: Fault<{ owner: string; found: string; hint?: string | undefined }> = (
  site,
  { owner, found, hint },
) => ({
  code: 'TENON_CONTAINER_INVALID_TOKEN',
  message: `${owner} uses ${found} as a token.`,
  ...site,
  fix: hint ?? "use a class, or a token made with createToken<T>('what it is')",
});

export const noMetadata: Fault<{ owner: string; property?: string }> = (site, { owner, property }) => ({
  code: 'TENON_CONTAINER_NO_METADATA',
  message:
    property === undefined
      ? `${owner} has constructor parameters, but the compiler emitted no types for them.`
      : `${owner} wants something injected as ${property}, but the compiler emitted no type for it.`,
  ...site,
  fix: 'set "experimentalDecorators" and "emitDecoratorMetadata" to true and compile with tsc, oxc or swc; esbuild, tsx and Node\'s type stripping emit none',
});

export const standardDecorator: Fault<{ decorator: string }> = (site, { decorator }) => ({
  code: 'TENON_CONTAINER_NO_METADATA',
  message: `@${decorator} was called as a standard decorator, and those know neither parameters nor types.`,
  ...site,
  fix: 'set "experimentalDecorators" and "emitDecoratorMetadata" to true and compile with tsc, oxc or swc',
});

export const notDecorated: Fault<{ owner: string; heir?: string | undefined }> = (site, { owner, heir }) => ({
  code: 'TENON_CONTAINER_NOT_DECORATED',
  message: heir
    ? `${heir} inherits the constructor of ${owner}, which has parameters but no decorator.`
    : `${owner} has constructor parameters but no decorator, so that their types are not known.`,
  ...site,
  fix: `mark ${owner} with @Injectable()`,
});

export const circularDependency: Fault<{
  /** Names, the first one again at the end. */
  cycle: readonly string[];
  /** Where it is best broken: who asks for whom. */
  owner: string;
  wanted: string;
  asking: Asking;
}> = (site, { cycle, owner, wanted, asking }) => {
  const lazy =
    asking === 'list'
      ? `lazy(() => ${inCode(wanted)}) in the inject list of ${owner}`
      : `@InjectLazy(() => ${inCode(wanted)}) in ${owner}`;
  return {
    code: 'TENON_CONTAINER_CIRCULAR',
    message:
      cycle.length === 2
        ? `${cycle[0]} needs itself.`
        : `${cycle.join(' → ')} is a circle: none of them can be made first.`,
    ...site,
    fix:
      asking === 'alias'
        ? 'let one of them be made, by useClass, useFactory or useValue'
        : `break it on purpose with ${lazy}, or move what both need to a third ${asking === 'list' ? 'provider' : 'class'}`,
  };
};

export const scopeConflict: Fault<{
  owner: string;
  wanted: string;
  chain: readonly string[];
  asking: Asking;
  /** The one that lives in a request, where all of a multi-token are asked for. */
  contribution?: string | undefined;
  /** Whether the owner may live in a request itself. */
  isMovable: boolean;
}> = (site, { owner, wanted, chain, asking, contribution, isMovable }) => {
  const way = chain.length > 2 ? ` (${chain.join(' → ')})` : '';
  const found = contribution === undefined ? wanted : `all of ${wanted}, among them ${contribution}`;
  const reference = asking === 'list' ? `ref(${inCode(wanted)})` : `@InjectRef(${inCode(wanted)})`;
  const mend =
    contribution === undefined
      ? `take ${reference} and call .get() within a request`
      : `make ${contribution} a singleton that takes a Ref of what it needs`;
  const move =
    asking === 'list' ? "give the provider scope: 'request'" : `mark ${owner} with @Injectable({ scope: 'request' })`;
  return {
    code: 'TENON_CONTAINER_NEEDS_REQUEST',
    message: `${owner} lives as long as the application and needs ${found}, which lives in a request${way}.`,
    ...site,
    fix: isMovable ? `${mend}, or ${move}` : mend,
  };
};

export const duplicateProvider: Fault<{ wanted: string; first: string; second: string; isController: boolean }> = (
  site,
  { wanted, first, second, isController },
) => {
  const isOne = first === second;
  const move = isController
    ? 'list it in one of them only'
    : `list it in ${first} only, export it there, and import ${first} in ${second}`;
  return {
    code: 'TENON_CONTAINER_DUPLICATE_PROVIDER',
    message: isOne
      ? `${first} provides ${wanted} twice.`
      : `${wanted} is listed by ${first} and by ${second}, and would be made twice.`,
    ...site,
    fix: isOne ? 'remove one of the two' : move,
  };
};

export const invalidProvider: Fault<{
  owner: string;
  /** The rest of a sentence that begins with the owner. */
  problem: string;
  fix?: string | undefined;
}> = (site, { owner, problem, fix }) => ({
  code: 'TENON_CONTAINER_INVALID_PROVIDER',
  message: `${owner} ${problem}.`,
  ...site,
  fix: fix ?? 'list a class, or provide(TOKEN, { useClass | useValue | useExisting | useFactory })',
});

export const notAValue: Fault<{ wanted: string; keeper: string }> = (site, { wanted, keeper }) => ({
  code: 'TENON_CONTAINER_NOT_A_VALUE',
  message: `${wanted} is needed while the graph is checked, and ${keeper} does not give it as a value.`,
  ...site,
  fix: `provide ${wanted} with useValue`,
});

export const unusedOverride: Fault<{ wanted: string; known: Iterable<string> }> = (site, { wanted, known }) => ({
  code: 'TENON_CONTAINER_UNUSED_OVERRIDE',
  message: `The override of ${wanted} replaces nothing: the application does not have it.${didYouMean(wanted, known)}`,
  ...site,
  fix: 'remove the override, or override what the application has',
});

export const factoryFailed: Fault<{ owner: string; cause: unknown }> = (site, { owner, cause }) => ({
  code: 'TENON_CONTAINER_FACTORY_FAILED',
  message: `The factory of ${owner} failed.`,
  ...site,
  cause,
  fix: MEND_THE_CAUSE,
});

export const constructorFailed: Fault<{ owner: string; cause: unknown }> = (site, { owner, cause }) => ({
  code: 'TENON_CONTAINER_CONSTRUCTOR_FAILED',
  message: `The constructor of ${owner} threw.`,
  ...site,
  cause,
  fix: MEND_THE_CAUSE,
});

export const factoryTimeout: Fault<{ what: string; timeoutMs: number }> = (site, { what, timeoutMs }) => ({
  code: 'TENON_CONTAINER_FACTORY_TIMEOUT',
  message: `${what} has not finished within ${timeoutMs} ms.`,
  ...site,
  fix: 'find out what it waits for, or give the application a longer timeoutMs',
});

export const noRequest: Fault<{ wanted: string; asking: 'ref' | 'call' }> = (site, { wanted, asking }) => ({
  code: 'TENON_CONTAINER_NO_REQUEST',
  message: `${wanted} lives in a request, and there is none here.`,
  ...site,
  fix:
    asking === 'ref'
      ? 'read it while a request is served, or within context.createRequestScope().run(() => …)'
      : `ask a request for it: context.createRequestScope().get(${inCode(wanted)})`,
});

export const isAsync: Fault<{ wanted: string }> = (site, { wanted }) => ({
  code: 'TENON_CONTAINER_ASYNC',
  message: `${wanted} cannot be had at once: making it is asynchronous.`,
  ...site,
  fix: 'use resolve(…), which gives a promise, in place of get(…)',
});

export const notReady: Fault<{ wanted: string; owner?: string | undefined }> = (site, { wanted, owner }) => ({
  code: 'TENON_CONTAINER_NOT_READY',
  message: `${owner === undefined ? `${wanted} is asked for` : `${owner} asks for ${wanted}`} before it has been made.`,
  ...site,
  fix: 'call .get() in onInit, onReady or later, not in a constructor',
});

export const isClosed: Fault<{ wanted: string; what: string }> = (site, { wanted, what }) => ({
  code: 'TENON_CONTAINER_CLOSED',
  message: `${wanted} was asked for after the ${what} had been closed.`,
  ...site,
  fix: 'take what you need before it is closed, and await all work that uses it',
});

export const notAModule: Fault<{
  owner: string;
  found: string;
  isA: 'root' | 'provider' | 'class' | 'undefined' | 'other';
  /** Whether it is imported because an override says so. */
  isReplacement: boolean;
}> = (site, { owner, found, isA, isReplacement }) => {
  const messages = {
    root: `createContext was given ${found}, which is not a module.`,
    undefined: `${owner} imports something that was undefined when @Module ran.`,
    provider: `${owner} imports ${found}, which is not a module.`,
    class: `${owner} imports ${found}, which is not a module.`,
    other: `${owner} imports ${found}, which is not a module.`,
  };
  const fixes = {
    root: 'give it a class that is marked with @Module()',
    undefined: 'two files import each other: move what both need to a third module',
    provider: `list ${found} in ${owner}.providers, or mark it with @Module()`,
    class: `mark ${found} with @Module()`,
    other: 'import a class that is marked with @Module(), or what its with(…) gives',
  };
  return {
    code: 'TENON_MODULE_NOT_A_MODULE',
    message: isReplacement ? `${found} replaces a module by an override, and is none itself.` : messages[isA],
    ...site,
    fix: isReplacement ? `mark it with @Module(), or override a provider: provide(TOKEN, …)` : fixes[isA],
  };
};

export const invalidModule: Fault<{ module: string; problem: string; fix?: string | undefined }> = (
  site,
  { module, problem, fix },
) => ({
  code: 'TENON_MODULE_INVALID_DEFINITION',
  message: `@Module of ${module} cannot be read: ${problem}.`,
  ...site,
  fix: fix ?? 'give it an object with imports, providers, controllers and exports as arrays, and global as a boolean',
});

export const unknownExport: Fault<{ module: string; wanted: string; isModule: boolean; known: Iterable<string> }> = (
  site,
  { module, wanted, isModule, known },
) => ({
  code: 'TENON_MODULE_UNKNOWN_EXPORT',
  message: `${module} exports ${wanted}, which it ${isModule ? 'does not import' : 'neither provides nor imports'}.${didYouMean(wanted, known)}`,
  ...site,
  fix: isModule
    ? `add ${wanted} to ${module}.imports`
    : `add ${wanted} to ${module}.providers, or import the module that exports it`,
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
  message: cycle.length === 2 ? `${cycle[0]} imports itself.` : `${cycle.join(' → ')} is a circle of imports.`,
  ...site,
  fix: cycle.length === 2 ? 'remove that import' : 'move what both need to a third module that both import',
});

export const optionsFailed: Fault<{ module: string; cause: unknown }> = (site, { module, cause }) => ({
  code: 'TENON_MODULE_OPTIONS_FAILED',
  message: `The function that gives the options of ${module} failed.`,
  ...site,
  cause,
  fix: MEND_THE_CAUSE,
});

export const hookFailed: Fault<{ owner: string; hook: string; cause: unknown }> = (site, { owner, hook, cause }) => ({
  code: 'TENON_LIFECYCLE_HOOK_FAILED',
  message: `${hook}() of ${owner} failed.`,
  ...site,
  cause,
  fix: MEND_THE_CAUSE,
});

export const hookTimeout: Fault<{ owner: string; hook: string; timeoutMs: number }> = (
  site,
  { owner, hook, timeoutMs },
) => ({
  code: 'TENON_LIFECYCLE_HOOK_TIMEOUT',
  message: `${hook}() of ${owner} has not finished within ${timeoutMs} ms.`,
  ...site,
  fix: 'find out what it waits for, or give the application a longer timeoutMs',
});

export const nodeTooOld: Fault<{ version: string; least: number }> = (site, { version, least }) => ({
  code: 'TENON_CORE_NODE_TOO_OLD',
  message: `Tenon needs Node ${least} or newer, and this is Node ${version}.`,
  ...site,
  fix: `start it with a newer Node: npm install --save-dev node@${least}, and an npm script or npx`,
});

export const twoCopies: Fault<{ name: string; here: string; there: string }> = (site, { name, here, there }) => ({
  code: 'TENON_CORE_TWO_COPIES',
  message: `${name} was declared with another copy of @tenon/core: this one is ${here}, the other ${there}.`,
  ...site,
  fix: 'make all packages use one version (npm ls @tenon/core shows them), then npm dedupe',
});
