import type { Diagnostic, Where } from '@tenon/core';
import { MASK, maskUrls } from './mask.js';
import type { Variable } from './sources.js';

/*
 * Every code of @tenon/config, with its words. docs/errors.md explains each, and test/errors/ has a golden file for each.
 */

/** A property and its variable: what most faults are about. */
export interface Site {
  readonly where: Where;
  /** `DatabaseConfig.poolSize`. */
  readonly property: string;
  readonly variable: string;
  readonly isSecret: boolean;
}

export function missing(
  { where, property, variable, isSecret }: Site,
  { empty, near, places }: { empty: Variable | undefined; near: readonly string[]; places: string },
): Diagnostic {
  const meant =
    near.length > 0 ? ` ${near.join(' and ')} ${near.length > 1 ? 'are' : 'is'} set: did you mean that?` : '';
  return {
    code: 'TENON_CONFIG_MISSING',
    message: empty
      ? `${variable} is empty (${placeOf(empty)}), which counts as not set.${meant}`
      : `${variable} is not set.${meant}`,
    where,
    fix: isSecret
      ? `set ${variable} in ${places}, or mark ${property} @IsOptional()`
      : `set ${variable} in ${places}, give ${property} a default, or mark it @IsOptional()`,
  };
}

export function notConvertible(
  { where, variable, isSecret }: Site,
  found: Variable,
  facts: { problem: string; element?: { position: number; text: string }; form: string; cause?: unknown },
): Diagnostic {
  const { problem, element, form, cause } = facts;
  const part = element && `element ${element.position}${isSecret ? '' : `, ${quote(element.text)},`} ${problem}`;
  return {
    code: 'TENON_CONFIG_NOT_CONVERTIBLE',
    message: isSecret
      ? `${variable} (${placeOf(found)}, a secret)${part ? `: ${part}` : ` ${problem}`}.`
      : `${variable} is ${quote(found.text)} (${placeOf(found)})${part ? `: ${part}` : `, which ${problem}`}.`,
    where,
    ...(cause !== undefined && !isSecret && { cause }),
    fix: isSecret && cause !== undefined ? `correct ${variable}; the cause could show the secret` : form,
  };
}

export function invalid(
  { where, property, variable, isSecret }: Site,
  { found, standard, messages }: { found: Variable | undefined; standard: string; messages: readonly string[] },
): Diagnostic {
  const shown = found && (isSecret ? `(${placeOf(found)}, a secret)` : `is ${quote(found.text)} (${placeOf(found)})`);
  const problems = messages.map(shownMessage).join('; ');
  return {
    code: 'TENON_CONFIG_INVALID',
    message: shown
      ? `${variable} ${shown}: ${problems}.`
      : `${variable} is not set, and the default of ${property}${isSecret ? '' : `, ${standard},`} does not pass: ${problems}.`,
    where,
    fix: found
      ? `correct ${variable} in ${found.line === undefined ? 'the environment' : placeOf(found)}`
      : `set ${variable}, or correct the default of ${property}`,
  };
}

/** For a group or a getter. */
export function invalidDerived(
  where: Where,
  { property, messages }: { property: string; messages: readonly string[] },
): Diagnostic {
  return {
    code: 'TENON_CONFIG_INVALID',
    message: `${property}, which is made of several properties, does not pass: ${messages.map(shownMessage).join('; ')}.`,
    where,
    fix: `correct the variables that ${property} is made of`,
  };
}

export function asynchronous(
  where: Where,
  { property, checks }: { property: string; checks: readonly string[] },
): Diagnostic {
  return {
    code: 'TENON_CONFIG_ASYNC',
    message: `${property} waits for ${checks.join(' and ')}, but configuration is read without waiting.`,
    where,
    fix: 'check it without waiting here, and what must be awaited in onInit of the class that uses it',
  };
}

export function checkFailed(
  where: Where,
  { property, thrower, cause, hasSecrets }: { property: string; thrower: string; cause: unknown; hasSecrets: boolean },
): Diagnostic {
  const fix = `let ${thrower} of ${property} come to a result instead of throwing`;
  return {
    code: 'TENON_CONFIG_CHECK_FAILED',
    message: `${thrower.replace(/^t/, 'T')} of ${property} threw.`,
    where,
    ...(!hasSecrets && { cause }),
    fix: hasSecrets ? `${fix}; what it threw is not shown, since it could tell a secret` : fix,
  };
}

export function unknownType(where: Where, { property, problem }: { property: string; problem: string }): Diagnostic {
  return {
    code: 'TENON_CONFIG_UNKNOWN_TYPE',
    message: `${property} ${problem}.`,
    where,
    fix: 'add a check that tells the type, such as @IsInt() or @IsString({ each: true }), or read the text with @Parse',
  };
}

export function undecorated(where: Where, { property }: { property: string }): Diagnostic {
  return {
    code: 'TENON_CONFIG_UNDECORATED',
    message: `${property} has no check, so nothing says that it is read from a variable.`,
    where,
    fix: 'add a check, such as @IsString() or @Allow(); a group takes @ValidateNested(); what is not configured is a getter, a static or a #private',
  };
}

export function badName(where: Where, { property, variable }: { property: string; variable: string }): Diagnostic {
  return {
    code: 'TENON_CONFIG_BAD_NAME',
    message: `${property} would be read from ${quote(variable)}, which is no name for a variable.`,
    where,
    fix: "name it with letters, digits and _: @Variable('NAME'), or the prefix of @Configuration",
  };
}

export function needsArguments(where: Where, { name }: { name: string }): Diagnostic {
  return {
    code: 'TENON_CONFIG_CONSTRUCTOR',
    message: `${name} takes constructor parameters, but configuration is made before anything that could be injected.`,
    where,
    fix: 'remove the parameters; inject the configuration where they come from instead',
  };
}

/** A warning: what is meant for somebody else may have such a name. */
export function unread(
  where: Where,
  { found, near, prefix }: { found: Variable; near: readonly string[]; prefix: string },
): Diagnostic {
  const [wanted = ''] = near;
  return {
    code: 'TENON_CONFIG_UNREAD',
    message: `${found.name} (${placeOf(found)}) is read by no configuration class. Did you mean ${near.join(' or ')}?`,
    where,
    fix: `call it ${wanted}; or, if it is meant for somebody else, let it not begin with ${prefix}`,
  };
}

export function notText({ where, variable }: Site, { found }: { found: unknown }): Diagnostic {
  return {
    code: 'TENON_CONFIG_NOT_TEXT',
    message: `${variable} is of type ${found === null ? 'null' : typeof found} in the given environment, where all is text.`,
    where,
    fix: `give a string: ConfigModule.with({ environment: { ${variable}: '…' } })`,
  };
}

export function unreadableFile({ file, path, problem }: { file: string; path: string; problem: string }): Diagnostic {
  const isMissing = problem === 'ENOENT';
  return {
    code: 'TENON_CONFIG_FILE',
    message: isMissing ? `There is no file ${path}.` : `${path} cannot be read (${problem}).`,
    where: { signature: `ConfigModule.with({ files: [${quote(file)}] })` },
    fix: isMissing ? 'create it, or take it out of files' : 'make it a text file that this process may read',
  };
}

export function invalidOptions({ problem }: { problem: string }): Diagnostic {
  return {
    code: 'TENON_CONFIG_OPTIONS',
    message: `The options of ConfigModule cannot be read: ${problem}.`,
    where: { signature: 'ConfigModule.with(…)' },
    fix: "give { environment: an object, files: a list of names or 'standard', directory: a path }, all of them optional",
  };
}

/** Gives `environment` or `.env:3`. */
export function placeOf({ source, line }: Variable): string {
  return line === undefined ? source : `${source}:${line}`;
}

/** A masked text in a message must not tell how long the secret is. */
function shownMessage(message: string): string {
  return maskUrls(message).replaceAll(/•+/g, MASK);
}

const LONGEST = 80;

function quote(text: string): string {
  const shown = maskUrls(text);
  return JSON.stringify(shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown);
}
