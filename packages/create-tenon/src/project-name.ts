import * as errors from './errors.js';

/** The longest name that npm takes. */
const LONGEST = 214;

/**
 * Says what is wrong with the name of a package, or nothing.
 *
 * @see https://docs.npmjs.com/cli/configuring-npm/package-json#name
 */
function faultOf(name: string): string | undefined {
  if (name === '') return 'a name has at least one character';
  if (name.length > LONGEST) return `a name has at most ${LONGEST} characters`;
  if (/^[._-]/.test(name)) return 'a name begins with a letter or a digit';
  if (/[A-Z]/.test(name)) return 'a name has no capital letters';
  if (/[^a-z0-9._-]/.test(name)) return 'a name consists of letters from a to z, digits, ".", "_" and "-"';
  if (name === 'node_modules' || name === 'favicon.ico') return 'npm keeps this name for itself';
  return undefined;
}

/** Makes a name of one that is none: `My App` is `my-app`. */
function mend(name: string): string | undefined {
  const better = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._]+/g, '-')
    .replaceAll(/^[._-]+|-+$/g, '');
  return faultOf(better) === undefined ? better : undefined;
}

/**
 * Checks the name that a project gets from its folder.
 *
 * @throws Refusal
 */
export function checkName(name: string): void {
  const fault = faultOf(name);
  if (fault !== undefined) throw errors.badName(name, fault, mend(name));
}
